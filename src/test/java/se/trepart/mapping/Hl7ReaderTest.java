package se.trepart.mapping;

import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.Generate.pick;
import static org.quicktheories.generators.SourceDSL.lists;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Composite;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.GenericSegment;
import ca.uhn.hl7v2.model.Primitive;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.model.Varies;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.impl.NoValidation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The splitting alone finds what HAPI's generic model holds of a segment. */
class Hl7ReaderTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> PIECES =
            List.of("|", "|", "^", "^", "~", "~", "&", "&", "a", "Å", "0", "\"\"", "\"", " ");
    private static final PipeParser PARSER = parser();
    private static final GenericMessage MESSAGE =
            new GenericMessage.UnknownVersion(PARSER.getFactory());

    @Test
    void readsASegmentAsHapisModelHoldsIt() {
        qt().withExamples(20_000)
                .forAll(
                        lists().of(pick(PIECES))
                                .ofSizeBetween(0, 25)
                                .map(pieces -> String.join("", pieces)))
                .check(text -> read("ZXX|" + text).equals(held("ZXX|" + text)));
    }

    private static ArrayNode read(String segment) {
        var message = "MSH|^~\\&|A\r" + segment + "\r";
        return (ArrayNode)
                Hl7Codec.parse(message.getBytes(StandardCharsets.UTF_8)).at("/segments/1/fields");
    }

    private static ArrayNode held(String line) {
        var segment = new GenericSegment(MESSAGE, "ZXX");
        var fields = JSON.arrayNode();
        try {
            PARSER.parse((Segment) segment, line, new EncodingCharacters('|', "^~\\&"));
            for (var number = 1; number <= segment.numFields(); number++) {
                var field = fields.addArray();
                for (var repetition : segment.getField(number)) {
                    var components = field.addArray();
                    parts(repetition).forEach(component -> components.add(texts(component)));
                    trim(components);
                }
                trim(field);
            }
        } catch (HL7Exception unreadable) {
            throw new IllegalStateException(unreadable);
        }
        return trim(fields);
    }

    private static ArrayNode texts(Type component) {
        var texts = JSON.arrayNode();
        for (var part : parts(component)) {
            var text = part instanceof Primitive primitive ? primitive.getValue() : "";
            if ("\"\"".equals(text)) {
                texts.addNull();
            } else {
                texts.add(text == null ? "" : text);
            }
        }
        while (!texts.isEmpty() && texts.get(texts.size() - 1).asText("-").isEmpty()) {
            texts.remove(texts.size() - 1);
        }
        return texts;
    }

    /** Its components, or itself where it has none. */
    private static List<Type> parts(Type type) {
        return data(type) instanceof Composite composite
                ? Arrays.stream(composite.getComponents()).map(Hl7ReaderTest::data).toList()
                : List.of(data(type));
    }

    private static Type data(Type type) {
        return type instanceof Varies varies ? varies.getData() : type;
    }

    private static ArrayNode trim(ArrayNode list) {
        while (!list.isEmpty() && list.get(list.size() - 1).isEmpty()) {
            list.remove(list.size() - 1);
        }
        return list;
    }

    private static PipeParser parser() {
        var context = new DefaultHapiContext(new GenericModelClassFactory());
        context.setValidationContext(new NoValidation());
        context.getParserConfiguration().setAllowUnknownVersions(true);
        return new PipeParser(context);
    }
}
