package se.trepart.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Lets callers who come at the same time share one commit (group commit). Who finds one of the
 * places free begins at once; who does not waits, and the next to begin takes along what waits by
 * then. No two whose locks meet are ever under way together, and a shared commit waits for nobody
 * else's locks. Where it fails, for whatever reason, each of its callers commits alone: nobody
 * bears another's fault.
 *
 * @param <T> what a caller brings
 * @param <R> what a caller is given
 */
public final class SharedCommits<T, R> {
    private static final Logger LOG = LoggerFactory.getLogger(SharedCommits.class);

    private final Commits commits;
    private final int places;
    private final int most;
    private final long heaviest;
    private final BiFunction<Commit, List<T>, List<R>> work;

    private final ArrayDeque<Caller<T, R>> waiting = new ArrayDeque<>();
    private final Set<List<Caller<T, R>>> underWay =
            Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * Before anything has come.
     *
     * @param places how many commits are under way at most, those of callers alone not counted
     * @param most how many callers share one
     * @param heaviest how much they may bring together; one who brings more has no company
     * @param work done in the commit, for one caller as for many: a result for each, in their order
     */
    public SharedCommits(
            Commits commits,
            int places,
            int most,
            long heaviest,
            BiFunction<Commit, List<T>, List<R>> work) {
        this.commits = commits;
        this.places = places;
        this.most = most;
        this.heaviest = heaviest;
        this.work = work;
    }

    /** What comes next for a caller. */
    private sealed interface Turn<T, R> {
        /** To commit what these have brought, itself the first. */
        record Lead<T, R>(List<Caller<T, R>> all) implements Turn<T, R> {}

        /** It is committed. */
        record Done<T, R>(R result) implements Turn<T, R> {}

        /** To commit on its own. */
        record Alone<T, R>() implements Turn<T, R> {}
    }

    /** Somebody who waits for a turn. */
    private record Caller<T, R>(
            T item,
            Object kind,
            long weight,
            Set<Lock> locks,
            CompletableFuture<Turn<T, R>> turn) {}

    /**
     * Commits what the caller brings, with at least these locks; see {@link Commits#commitPromptly}
     * for what it throws.
     *
     * @param kind only callers with an equal one share a commit
     * @param weight in the unit of the heaviest
     */
    public R commit(T item, Object kind, long weight, Collection<Lock> locks) {
        var caller =
                new Caller<T, R>(
                        item, kind, weight, new TreeSet<>(locks), new CompletableFuture<>());
        synchronized (this) {
            waiting.add(caller);
            begin();
        }
        return switch (caller.turn().join()) {
            case Turn.Done<T, R>(var result) -> result;
            case Turn.Alone<T, R> _ -> alone(item, locks);
            case Turn.Lead<T, R>(var all) -> lead(all);
        };
    }

    /** How many wait for their turn. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Commits without company. */
    public R alone(T item, Collection<Lock> locks) {
        return commits.commitPromptly(
                locks, commit -> work.apply(commit, List.of(item)).getFirst());
    }

    private R lead(List<Caller<T, R>> all) {
        var locks = all.stream().flatMap(caller -> caller.locks().stream()).toList();
        var items = all.stream().map(Caller::item).toList();
        try {
            var results = commits.commitAtOnce(locks, commit -> work.apply(commit, items));
            for (var at = 1; at < all.size(); at++) {
                all.get(at).turn().complete(new Turn.Done<>(results.get(at)));
            }
            return results.getFirst();
        } catch (RuntimeException failed) {
            // Whose fault it was shows when each is alone.
            LOG.debug(
                    "{} that shared a commit go on alone: {}",
                    all.size(),
                    failed.getClass().getName());
        } finally {
            all.forEach(caller -> caller.turn().complete(new Turn.Alone<>()));
            synchronized (this) {
                underWay.remove(all);
                begin();
            }
        }
        return alone(items.getFirst(), all.getFirst().locks());
    }

    private void begin() {
        while (underWay.size() < places) {
            var next = next();
            if (next.isEmpty()) {
                return;
            }
            underWay.add(next);
            next.getFirst().turn().complete(new Turn.Lead<>(next));
        }
    }

    /** Those who begin now: as they came, but none whose locks somebody has who came before. */
    private List<Caller<T, R>> next() {
        var locked = new HashSet<Lock>();
        underWay.forEach(all -> all.forEach(caller -> locked.addAll(caller.locks())));
        var taken = new ArrayList<Caller<T, R>>();
        var weight = 0L;
        for (var callers = waiting.iterator(); callers.hasNext() && taken.size() < most; ) {
            var caller = callers.next();
            var fits =
                    taken.isEmpty()
                            || (caller.kind().equals(taken.getFirst().kind())
                                    && weight + caller.weight() <= heaviest);
            if (fits && Collections.disjoint(caller.locks(), locked)) {
                callers.remove();
                taken.add(caller);
                weight += caller.weight();
            }
            locked.addAll(caller.locks());
        }
        return taken;
    }
}
