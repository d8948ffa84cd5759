import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Validates documents by a schema, with the Xerces of the JDK. The argument is the path of the schema. On standard input
 * stand the number of documents and each of them, its length in bytes first; on standard output, a line for each.
 */
class Validate {
    public static void main(String[] arguments) throws Exception {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        Validator validator = factory.newSchema(new File(arguments[0])).newValidator();
        validator.setErrorHandler(new Strict());
        DataInputStream input = new DataInputStream(new BufferedInputStream(System.in));
        PrintStream output = new PrintStream(System.out, false);
        for (int left = input.readInt(); left > 0; left--) {
            byte[] document = input.readNBytes(input.readInt());
            try {
                validator.validate(new StreamSource(new ByteArrayInputStream(document)));
                output.println("valid");
            } catch (SAXException | IOException refusal) {
                // Bytes in memory fail to be read only where they are not in their encoding.
                output.println("invalid");
            }
        }
        output.flush();
    }

    private static class Strict implements ErrorHandler {
        public void warning(SAXParseException problem) throws SAXException {
            throw problem;
        }

        public void error(SAXParseException problem) throws SAXException {
            throw problem;
        }

        public void fatalError(SAXParseException problem) throws SAXException {
            throw problem;
        }
    }
}
