package se.trepart.consultation;

/**
 * How far the medical secretary's check of the registration has come (contract 5, Task {@code
 * …-medical-registration}).
 */
public enum SecretaryTask {
    AWAITING_DIAGNOSIS("awaiting-diagnosis"),
    AWAITING_KVA("awaiting-kva"),
    READY_TO_VERIFY("ready-to-verify"),
    REJECTED_BY_PASIS("rejected-by-pasis"),
    VERIFIED("verified"),
    NO_LONGER_WANTED("no-longer-wanted");

    private final String code;

    SecretaryTask(String code) {
        this.code = code;
    }

    static SecretaryTask of(Consultation consultation) {
        if (!consultation.tookPlace()) {
            return NO_LONGER_WANTED;
        }
        if (consultation.refusedBy().contains("pasis")) {
            return REJECTED_BY_PASIS;
        }
        if (consultation.verified().isPresent()) {
            return VERIFIED;
        }
        if (consultation.medical().map(medical -> medical.diagnoses().isEmpty()).orElse(true)) {
            return AWAITING_DIAGNOSIS;
        }
        if (consultation.medical().orElseThrow().procedures().isEmpty()) {
            return AWAITING_KVA;
        }
        return READY_TO_VERIFY;
    }

    public String code() {
        return code;
    }

    @Override
    public String toString() {
        return code;
    }
}
