package se.trepart.consultation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names persons without telling who they are: a keyed hash, the same for the same identity as long
 * as the key is the same. Used for resource ids, locks and searches, where an identity number must
 * never be seen.
 */
public final class OpaqueIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int CHARACTERS = 32;

    /** Has taken in the key; copied for each id, since to key one costs as much again. */
    private final Mac keyed;

    /** The key is the hub's own secret, at least 16 bytes. */
    public OpaqueIds(byte[] key) {
        if (key.length < 16) {
            throw new IllegalArgumentException("the key is too short");
        }
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key.clone(), ALGORITHM));
            keyed.update(new byte[0]);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException("no " + ALGORITHM, everyJdkHasIt);
        }
    }

    /** The id of the person with that identity: 32 hexadecimal digits. */
    public String person(Personidentitet identity) {
        return hash("person|" + identity.type().code() + "|" + identity.value());
    }

    public String practitioner(HsaId hsaId) {
        return hash("practitioner|" + hsaId.value());
    }

    /** The id of the practitioner's role at a unit. */
    public String role(HsaId hsaId, HsaId unit) {
        return hash("role|" + hsaId.value() + "|" + unit.value());
    }

    private String hash(String text) {
        try {
            var mac = (Mac) keyed.clone();
            return HexFormat.of()
                    .formatHex(
                            mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, CHARACTERS / 2);
        } catch (CloneNotSupportedException everyJdkCan) {
            throw new IllegalStateException(ALGORITHM + " cannot be copied", everyJdkCan);
        }
    }
}
