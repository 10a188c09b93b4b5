package se.trepart.facade;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads HTTP requests. The parameters are decoded here, since servlet containers leave out what
 * they cannot decode, and a parameter that is silently left out finds what nobody asked for.
 */
final class RequestReader {
    private static final int FORM_LIMIT = 64 * 1024;
    private static final int BODY_LIMIT = 1024 * 1024;
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern SLASH = Pattern.compile("/");
    private static final Pattern AMPERSAND = Pattern.compile("&");

    private static final Pattern PLAIN = Pattern.compile("[\\w.:=/-]*");

    private RequestReader() {}

    /**
     * Reads the request.
     *
     * @throws FaultException when that is not possible
     */
    static Request read(HttpServletRequest http) {
        var parameters = new ArrayList<Parameter>();
        decode(http.getQueryString(), parameters);
        var path = path(http.getPathInfo());
        var body = new byte[0];
        if (http.getMethod().equals("POST")
                && !path.isEmpty()
                && path.getLast().equals("_search")) {
            decode(form(http), parameters);
        } else if (WITH_BODY.contains(http.getMethod())) {
            body = bytes(http, BODY_LIMIT);
        }
        var headers = new TreeMap<String, List<String>>();
        for (var name : Collections.list(http.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), Collections.list(http.getHeaders(name)));
        }
        return new Request(
                http.getMethod(),
                base(http),
                path,
                new Parameters(List.copyOf(parameters)),
                headers,
                body);
    }

    /** A GET within a batch, of an address relative to the base. */
    static Request local(String base, String url, Map<String, List<String>> headers) {
        var mark = url.indexOf('?');
        var parameters = new ArrayList<Parameter>();
        decode(mark < 0 ? null : url.substring(mark + 1), parameters);
        var path = path(decode((mark < 0 ? url : url.substring(0, mark)).replace("+", "%2B")));
        return new Request(
                "GET", base, path, new Parameters(List.copyOf(parameters)), headers, new byte[0]);
    }

    static String base(HttpServletRequest http) {
        var url = http.getRequestURL();
        return url.substring(0, url.length() - http.getRequestURI().length())
                + http.getContextPath()
                + http.getServletPath();
    }

    private static List<String> path(@Nullable String pathInfo) {
        return pathInfo == null
                ? List.of()
                : SLASH.splitAsStream(pathInfo).filter(segment -> !segment.isEmpty()).toList();
    }

    private static String form(HttpServletRequest http) {
        var type = Objects.requireNonNullElse(http.getContentType(), FORM).toLowerCase(Locale.ROOT);
        if (!type.startsWith(FORM)) {
            throw new FaultException(
                    FaultCode.TRP_508, "http.content-type", "possible is: " + FORM);
        }
        return text(bytes(http, FORM_LIMIT)).strip();
    }

    private static byte[] bytes(HttpServletRequest http, int limit) {
        byte[] bytes;
        try {
            bytes = http.getInputStream().readNBytes(limit + 1);
        } catch (IOException e) {
            throw new FaultException(FaultCode.TRP_525, "", "it did not come whole");
        }
        if (bytes.length > limit) {
            throw new FaultException(FaultCode.TRP_509, "", "the limit is " + limit + " bytes");
        }
        return bytes;
    }

    private static void decode(@Nullable String query, List<Parameter> into) {
        if (query == null) {
            return;
        }
        AMPERSAND
                .splitAsStream(query)
                .filter(pair -> !pair.isEmpty())
                .forEach(pair -> {
                    var equals = pair.indexOf('=');
                    var key = decode(equals < 0 ? pair : pair.substring(0, equals));
                    into.add(
                            new Parameter(
                                    key, equals < 0 ? "" : decode(pair.substring(equals + 1))));
                });
    }

    private static String decode(String encoded) {
        if (PLAIN.matcher(encoded).matches()) {
            return encoded;
        }
        var bytes = ByteBuffer.allocate(encoded.length() * 4);
        var raw = encoded.getBytes(StandardCharsets.UTF_8);
        for (var at = 0; at < raw.length; at++) {
            if (raw[at] == '%') {
                bytes.put(hex(raw, at));
                at += 2;
            } else {
                bytes.put(raw[at] == '+' ? (byte) ' ' : raw[at]);
            }
        }
        return text(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private static byte hex(byte[] raw, int at) {
        var high = at + 2 <= raw.length - 1 ? Character.digit(raw[at + 1], 16) : -1;
        var low = at + 2 < raw.length ? Character.digit(raw[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw unreadable();
        }
        return (byte) (high * 16 + low);
    }

    private static String text(byte[] bytes) {
        try {
            var text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.indexOf('\0') >= 0) {
                throw unreadable();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw unreadable();
        }
    }

    private static FaultException unreadable() {
        return new FaultException(
                FaultCode.TRP_503,
                "",
                "keys and values must be percent-encoded UTF-8 without control characters");
    }
}
