package se.trepart.publication;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.log.Told;
import se.trepart.log.Told.Place;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Readers that wait for what is not told yet. A waiting reader holds neither a thread nor a
 * connection: while any waits, one question in a tenth of a second asks the log for all of them.
 */
@Component
class LongPolls implements SmartLifecycle {
    /** As many may wait at once; who comes then is told to come again. */
    static final int MOST = 256;

    private static final Duration BETWEEN = Duration.ofMillis(100);

    private record Waiting(
            Place after,
            DeferredResult<ResponseEntity<byte[]>> answer,
            Supplier<ResponseEntity<byte[]>> read) {}

    private final Told told;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("pull-feed-", 0).factory());
    private volatile boolean open;

    LongPolls(Told told) {
        this.told = told;
    }

    /**
     * Answers once there is something after the place, or at the end of the time.
     *
     * @param read what to answer when something is there
     * @param nothing what to answer when nothing came
     * @throws FaultException TRP-603 when too many wait already
     */
    DeferredResult<ResponseEntity<byte[]>> await(
            Place after,
            Duration longest,
            Supplier<ResponseEntity<byte[]>> read,
            Supplier<ResponseEntity<byte[]>> nothing) {
        if (waiting.size() >= MOST) {
            throw new FaultException(FaultCode.TRP_603, "wait", MOST + " readers wait already");
        }
        var answer = new DeferredResult<ResponseEntity<byte[]>>(longest.toMillis(), nothing);
        var one = new Waiting(after, answer, read);
        answer.onCompletion(() -> waiting.remove(one));
        waiting.add(one);
        if (!open) {
            answer.setResult(nothing.get());
        }
        return answer;
    }

    private void look() {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            var last = told.last();
            for (var one : waiting) {
                if (one.after().compareTo(last) < 0) {
                    answer(one);
                }
            }
        } catch (RuntimeException trouble) {
            // Each reader hears of it at its door.
            for (var one : waiting) {
                one.answer().setErrorResult(trouble);
            }
        }
    }

    private void answer(Waiting one) {
        try {
            one.answer().setResult(one.read().get());
        } catch (RuntimeException trouble) {
            one.answer().setErrorResult(trouble);
        } finally {
            waiting.remove(one);
        }
    }

    @Override
    public void start() {
        open = true;
        var _ =
                looking.scheduleWithFixedDelay(
                        this::look, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Before the web server waits for its answers: nobody is let wait for a hub that stops. */
    @Override
    public void stop() {
        open = false;
        looking.shutdown();
        waiting.forEach(this::answer);
    }

    @Override
    public boolean isRunning() {
        return open;
    }
}
