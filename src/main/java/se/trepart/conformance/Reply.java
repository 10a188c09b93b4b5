package se.trepart.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** An answer's content, read from its bytes. */
record Reply(byte[] bytes) {
    private static final Set<String> CODES = Set.of("AA", "AE", "AR", "CA", "CE", "CR");

    /** MSA-1; empty when there is no MSA. */
    String code() {
        return field("MSA", 1);
    }

    /** MSA-2. */
    String answers() {
        return field("MSA", 2);
    }

    boolean isAnswer() {
        return CODES.contains(code());
    }

    boolean accepts() {
        return code().equals("AA") || code().equals("CA");
    }

    String charsetDeclared() {
        return field("MSH", 18);
    }

    boolean readableAs(Charset charset) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private String field(String segment, int number) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var place = segment.equals("MSH") ? number - 1 : number;
        return Arrays.stream(text.split("[\r\n]+"))
                .filter(line -> line.startsWith(segment) && line.length() > 3)
                .map(line -> line.split(java.util.regex.Pattern.quote(line.substring(3, 4)), -1))
                .filter(fields -> place < fields.length)
                .map(fields -> fields[place].strip())
                .findFirst()
                .orElse("");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reply reply && Arrays.equals(bytes, reply.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
