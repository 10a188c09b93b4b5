package se.trepart.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;

/** What differs between the copies of a resource. */
sealed interface Slot {
    /** What stands there in that copy. */
    String in(Copy copy);

    /**
     * One of several copies.
     *
     * @param daysBefore so many days before the original all happened; 0 is the original
     * @param of how many there are
     */
    record Copy(int daysBefore, int of) {
        private boolean original() {
            return daysBefore == 0;
        }
    }

    /** The word that tells one day's visits, consultations and messages from another's. */
    record Mark(String text) implements Slot {
        @Override
        public String in(Copy copy) {
            return copy.original() ? text : text + copy.daysBefore();
        }
    }

    /** The opaque id of what each copy has of its own: a patient, or a Provenance. */
    record OpaqueId(String text) implements Slot {
        private static final int KEPT = 24;

        @Override
        public String in(Copy copy) {
            return copy.original()
                    ? text
                    : text.substring(0, KEPT) + "%08x".formatted(copy.daysBefore());
        }
    }

    /** A personnummer: the birth date stays, so that the number still tells it. */
    record Number(String text) implements Slot {
        private static final int BIRTH_DATE = 8;

        @Override
        public String in(Copy copy) {
            var number =
                    Integer.toString(copy.daysBefore(), Character.MAX_RADIX)
                            .toUpperCase(Locale.ROOT);
            return copy.original()
                    ? text
                    : text.substring(0, BIRTH_DATE) + "0".repeat(4 - number.length()) + number;
        }
    }

    /** A date, alone or before a time. */
    record Day(LocalDate date) implements Slot {
        @Override
        public String in(Copy copy) {
            return date.minusDays(copy.daysBefore()).toString();
        }
    }

    /**
     * A moment of an index row; the midnights that a date means are those of other dates. A birth
     * date stays.
     */
    record Moment(OffsetDateTime time) implements Slot {
        private static final int LAST_YEAR_OF_BIRTH = 1999;
        private static final ZoneId HERE = ZoneId.of("Europe/Stockholm");

        @Override
        public String in(Copy copy) {
            if (time.equals(OffsetDateTime.MAX)) {
                return "infinity";
            }
            return time.equals(OffsetDateTime.MIN) ? "-infinity" : earlier(copy).toString();
        }

        private Instant earlier(Copy copy) {
            var local = time.atZoneSameInstant(HERE);
            if (local.getYear() <= LAST_YEAR_OF_BIRTH) {
                return time.toInstant();
            }
            return local.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? local.minusDays(copy.daysBefore()).toInstant()
                    : time.toInstant().minus(Duration.ofDays(copy.daysBefore()));
        }
    }

    /**
     * The number of the row of {@code resource}: the older the smaller.
     *
     * @param span so many numbers a copy takes
     */
    record Key(long key, long span) implements Slot {
        @Override
        public String in(Copy copy) {
            return Long.toString(key + (copy.of() - 1L - copy.daysBefore()) * span);
        }
    }
}
