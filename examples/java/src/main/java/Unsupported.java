/** That the client has no function for what is asked, or that it does not tell what must be answered. */
final class Unsupported extends RuntimeException {
    Unsupported(String reason) {
        super(reason);
    }
}
