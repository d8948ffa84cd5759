import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The portal's clock, as the latest request told it. */
final class PortalClock extends Clock {
    private Instant now = Instant.EPOCH;

    void set(Instant instant) {
        now = instant;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneId.systemDefault();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
