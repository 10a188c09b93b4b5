package se.trepart.bench;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A row as {@code COPY} reads it, with slots.
 *
 * @param literals what stands between the slots; one more than they
 * @param slots by their number in {@link Words}
 */
record Stencil(List<byte[]> literals, List<Integer> slots) {
    void write(OutputStream out, byte[][] words) throws IOException {
        for (var index = 0; index < slots.size(); index++) {
            out.write(literals.get(index));
            out.write(words[slots.get(index)]);
        }
        out.write(literals.getLast());
    }

    /** A row in the making, column by column. */
    static final class Row {
        private static final String NULL = "\\N";

        private final Words words;
        private final Finder finder;
        private final List<byte[]> literals = new ArrayList<>();
        private final List<Integer> slots = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private boolean begun;

        Row(Words words, Finder finder) {
            this.words = words;
            this.finder = finder;
        }

        /** A column that is a slot. */
        Row slot(Slot slot) {
            tab();
            place(slot);
            return this;
        }

        /** A column that is the same in all copies. */
        Row same(@Nullable String value) {
            tab();
            literal.append(value == null ? NULL : escaped(value));
            return this;
        }

        /** A column with slots in its text, or null. */
        Row text(@Nullable String text) {
            if (text == null) {
                return same(null);
            }
            tab();
            var end = 0;
            for (var found : finder.in(text)) {
                literal.append(escaped(text.substring(end, found.start())));
                place(found.slot());
                end = found.end();
            }
            literal.append(escaped(text.substring(end)));
            return this;
        }

        Stencil done() {
            literal.append('\n');
            flush();
            return new Stencil(List.copyOf(literals), List.copyOf(slots));
        }

        private void tab() {
            if (begun) {
                literal.append('\t');
            }
            begun = true;
        }

        private void place(Slot slot) {
            flush();
            slots.add(words.number(slot));
        }

        private void flush() {
            literals.add(literal.toString().getBytes(StandardCharsets.UTF_8));
            literal.setLength(0);
        }

        private static String escaped(String text) {
            return text.replace("\\", "\\\\")
                    .replace("\t", "\\t")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r");
        }
    }
}
