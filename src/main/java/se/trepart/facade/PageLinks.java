package se.trepart.facade;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links to pages: the search and the place in it, encrypted (AES-256-GCM, bound to the path), so
 * that the server keeps nothing between pages and a link tells nothing. The key is made at the
 * first start and shared by all instances through the database.
 */
@Component
class PageLinks {
    static final String KEY = "_page";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    PageLinks(JdbcTemplate jdbc) {
        var fresh = new byte[32];
        random.nextBytes(fresh);
        jdbc.update("insert into page_key (key) values (?) on conflict (one) do nothing", fresh);
        var stored = jdbc.queryForObject("select key from page_key", byte[].class);
        key = new SecretKeySpec(Objects.requireNonNull(stored), "AES");
    }

    /** What a link says; without a cursor it is the first page. */
    record Page(Parameters parameters, @Nullable Cursor cursor) {}

    /** The URL with these parameters to be read by everybody. */
    static String plain(String base, String path, Parameters parameters) {
        var query =
                parameters.all().stream()
                        .map(one -> encoded(one.key()) + "=" + encoded(one.value()))
                        .collect(Collectors.joining("&"));
        return base + "/" + path + (query.isEmpty() ? "" : "?" + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":")
                .replace("%2C", ",")
                .replace("%2F", "/");
    }

    /** The URL of a page of what stands at this path. */
    String url(String base, String path, Page page) {
        var json = JSON.createObjectNode();
        page.parameters()
                .all()
                .forEach(one -> json.withArray("p").addArray().add(one.key()).add(one.value()));
        var cursor = page.cursor();
        if (cursor != null) {
            json.set("o", JSON.valueToTree(cursor.order()));
            json.put("k", cursor.key()).put("s", cursor.snapshot());
        }
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        var sealed =
                crypt(
                        Cipher.ENCRYPT_MODE,
                        nonce,
                        path,
                        json.toString().getBytes(StandardCharsets.UTF_8));
        var token = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, token, NONCE, sealed.length);
        return base
                + "/"
                + path
                + "?"
                + KEY
                + "="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * Reads the token of a link to this path.
     *
     * @throws FaultException when it was not made here for this path
     */
    Page page(String path, String token) {
        try {
            var bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length <= NONCE) {
                throw new IllegalArgumentException("too short");
            }
            var nonce = Arrays.copyOf(bytes, NONCE);
            var sealed = Arrays.copyOfRange(bytes, NONCE, bytes.length);
            return read(JSON.readTree(crypt(Cipher.DECRYPT_MODE, nonce, path, sealed)));
        } catch (IllegalArgumentException | IOException e) {
            throw Refusals.parameter(
                    FaultCode.TRP_507, KEY, "take the links of a Bundle as they are");
        }
    }

    private static Page read(JsonNode json) {
        var parameters = new ArrayList<Parameter>();
        json.path("p")
                .forEach(one ->
                        parameters.add(new Parameter(one.path(0).asText(), one.path(1).asText())));
        var order =
                JSON.convertValue(json.path("o"), new TypeReference<List<@Nullable String>>() {});
        var cursor =
                json.has("k")
                        ? new Cursor(order, json.path("k").asLong(), json.path("s").asText())
                        : null;
        return new Page(new Parameters(List.copyOf(parameters)), cursor);
    }

    private byte[] crypt(int mode, byte[] nonce, String path, byte[] content) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(path.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a token of ours", e);
        }
    }
}
