package se.trepart.publication;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.log.Told.Place;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** A place in the log as readers carry it: text that means something to the hub alone. */
final class Cursor {
    private static final Pattern FORM = Pattern.compile("1\\.(\\d{1,19})\\.(\\d{1,18})");

    private Cursor() {}

    static String of(Place place) {
        var text = "1." + place.xid() + "." + place.position();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The place that a cursor names.
     *
     * @throws FaultException TRP-507 when it is none of ours
     */
    static Place place(String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            var form = FORM.matcher(text);
            if (form.matches()) {
                return new Place(
                        Long.toUnsignedString(Long.parseUnsignedLong(form.group(1))),
                        Long.parseLong(form.group(2)));
            }
            throw unreadable();
        } catch (IllegalArgumentException notBase64) {
            throw unreadable();
        }
    }

    private static FaultException unreadable() {
        return new FaultException(
                FaultCode.TRP_507,
                "after",
                "take it from the answer before, leave it out for the beginning, or say now");
    }
}
