package se.trepart.replay;

import org.springframework.jdbc.core.JdbcTemplate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Goes through a plan's messages in the order in which they came, and finds those that may change
 * something: for what they say, looked at on every core, or for what lies around them.
 */
final class Reading {
    private static final int PAGE = 200;

    private final Scratch scratch;
    private final Predicate<Kept> changes;
    private final Around around;
    private final List<Long> found = new ArrayList<>();
    private List<Kept> page = new ArrayList<>();
    private long read;

    Reading(Scratch scratch, Predicate<Kept> changes, Around around) {
        this.scratch = scratch;
        this.changes = changes;
        this.around = around;
    }

    /** Which of some messages are wanted for what lies around them. */
    interface Around {
        Set<Long> wanted(List<Long> messages);
    }

    private record Looked(long message, boolean wanted) {}

    /** Those messages, in their order. */
    List<Long> find(long plan) {
        try (var cores =
                new Cores<Kept, Looked>(
                        kept -> new Looked(kept.id(), changes.test(kept)), this::keep)) {
            return scratch.inOneMoment(() -> {
                var jdbc = new JdbcTemplate(Objects.requireNonNull(scratch.jdbc().getDataSource()));
                jdbc.setFetchSize(PAGE);
                jdbc.query(
                        Kept.WITHOUT_CONSULTATIONS.formatted(scratch.lasting(""))
                                + " join "
                                + scratch.lasting("replay_message")
                                + " r on r.message = m.id and r.plan = ? order by r.message",
                        row -> {
                            take(Kept.row(row, 0), cores);
                        },
                        plan);
                give(cores);
                cores.finish();
                return found;
            });
        }
    }

    /** How many there were. */
    long read() {
        return read;
    }

    private void take(Kept kept, Cores<Kept, Looked> cores) {
        read++;
        page.add(kept);
        if (page.size() == PAGE) {
            give(cores);
        }
    }

    private void give(Cores<Kept, Looked> cores) {
        var wanted = around.wanted(page.stream().map(Kept::id).toList());
        page.forEach(kept -> {
            if (wanted.contains(kept.id())) {
                found.add(kept.id());
            } else {
                cores.take(kept);
            }
        });
        page = new ArrayList<>();
    }

    private void keep(Looked looked) {
        if (looked.wanted()) {
            found.add(looked.message());
        }
    }
}
