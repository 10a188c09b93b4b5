package se.trepart.mapping;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file of HL7 v2 messages, with or without FHS/BHS/BTS/FTS around them (chapter 2.10.3 of the
 * standard), or in MLLP's frames.
 *
 * @param messages in their order; framed ones as they are, others with CR after each segment as on
 *     the wire; what stands before the first MSH is a message of its own, so that it is refused and
 *     not lost
 * @param faults of the batch itself (TRP-117): a trailer that is missing, or that counts otherwise
 */
public record Hl7Batch(List<byte[]> messages, List<Fault> faults) {
    private static final byte FRAME_START = 0x0B;
    private static final byte FRAME_END = 0x1C;

    public Hl7Batch {
        messages = List.copyOf(messages);
        faults = List.copyOf(faults);
    }

    /** Splits a file; never throws. */
    public static Hl7Batch read(byte[] file) {
        for (var one : file) {
            if (one == FRAME_START) {
                return framed(file);
            }
        }
        return new Reader().read(file);
    }

    private static Hl7Batch framed(byte[] file) {
        var messages = new ArrayList<byte[]>();
        var faults = new ArrayList<Fault>();
        var start = -1;
        for (var at = 0; at < file.length; at++) {
            if (file[at] == FRAME_START) {
                start = at + 1;
            } else if (file[at] == FRAME_END && start >= 0) {
                messages.add(Arrays.copyOfRange(file, start, at));
                start = -1;
            }
        }
        if (start >= 0) {
            faults.add(new Fault(FaultCode.TRP_117, "", "the last frame has no end"));
        }
        return new Hl7Batch(messages, faults);
    }

    /** Goes through the segments of a file, one line each. */
    private static final class Reader {
        private final List<byte[]> messages = new ArrayList<>();
        private final List<Fault> faults = new ArrayList<>();
        private final ByteArrayOutputStream current = new ByteArrayOutputStream();
        private boolean fileOpen;
        private boolean fileEnded;
        private boolean batchOpen;
        private int inBatch;
        private int batches;
        private int line;

        Hl7Batch read(byte[] file) {
            var start = startsWithMark(file) ? 3 : 0;
            while (start < file.length) {
                var end = start;
                while (end < file.length && file[end] != '\r' && file[end] != '\n') {
                    end++;
                }
                line++;
                segment(file, start, end);
                start = end + 1;
                if (start < file.length && file[end] == '\r' && file[start] == '\n') {
                    start++;
                }
            }
            closeMessage();
            if (batchOpen) {
                fault("BTS", "the batch has no end");
            }
            if (fileOpen) {
                fault("FTS", "the file has no end");
            }
            return new Hl7Batch(messages, faults);
        }

        private void segment(byte[] file, int start, int end) {
            var name =
                    new String(file, start, Math.min(3, end - start), StandardCharsets.ISO_8859_1);
            switch (name) {
                case "FHS", "BHS", "BTS", "FTS" -> {
                    closeMessage();
                    envelope(
                            name,
                            new String(file, start, end - start, StandardCharsets.ISO_8859_1));
                }
                default -> {
                    if (name.equals("MSH")) {
                        closeMessage();
                        inBatch++;
                        if (fileEnded) {
                            fault("MSH", "line " + line + ": a message after the file's end");
                        }
                    }
                    if (!new String(file, start, end - start, StandardCharsets.ISO_8859_1)
                            .isBlank()) {
                        current.write(file, start, end - start);
                        current.write('\r');
                    }
                }
            }
        }

        private void envelope(String name, String segment) {
            switch (name) {
                case "FHS" -> {
                    if (fileOpen || fileEnded || line > 1) {
                        fault("FHS", "line " + line + ": not at the file's beginning");
                    }
                    fileOpen = true;
                }
                case "BHS" -> {
                    if (batchOpen) {
                        fault("BTS", "line " + line + ": a batch begins before the last one's end");
                    }
                    batchOpen = true;
                    inBatch = 0;
                }
                case "BTS" -> {
                    count(batchOpen, "BTS", segment, inBatch);
                    batchOpen = false;
                    inBatch = 0;
                    batches++;
                }
                default -> {
                    count(fileOpen, "FTS", segment, batches + (inBatch > 0 ? 1 : 0));
                    fileOpen = false;
                    fileEnded = true;
                }
            }
        }

        private void count(boolean open, String name, String segment, int counted) {
            if (!open) {
                fault(name, "line " + line + ": ends what did not begin");
                return;
            }
            var separator = segment.length() > 3 ? segment.substring(3, 4) : "|";
            var fields = segment.split(java.util.regex.Pattern.quote(separator), -1);
            var told = fields.length > 1 ? fields[1].strip() : "";
            if (!told.isEmpty() && !told.equals(String.valueOf(counted))) {
                fault(name + "-1", "line " + line + ": counts otherwise, there are " + counted);
            }
        }

        private void closeMessage() {
            if (current.size() > 0) {
                messages.add(current.toByteArray());
                current.reset();
            }
        }

        private void fault(String where, String detail) {
            faults.add(new Fault(FaultCode.TRP_117, where, detail));
        }

        /** UTF-8's byte order mark, which some editors put before the text. */
        private static boolean startsWithMark(byte[] file) {
            return file.length > 2
                    && file[0] == (byte) 0xEF
                    && file[1] == (byte) 0xBB
                    && file[2] == (byte) 0xBF;
        }
    }
}
