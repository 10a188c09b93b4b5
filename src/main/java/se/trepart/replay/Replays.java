package se.trepart.replay;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.delivery.Rendering;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.log.MappingRecords;
import se.trepart.mapping.MappingSet;
import se.trepart.mapping.Mappings;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes plans, runs them dry, and carries them out once they may be: the only place where a dry run
 * and the real thing part, by what they are given to work with.
 */
@Component
class Replays implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

    private final Plans plans;
    private final Execution execution;
    private final Mappings mappings;
    private final MappingRecords records;
    private final List<Rendering> renderings;
    private final JdbcTemplate jdbc;
    private final Scratches scratches;
    private final int alone;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("replay").daemon().factory());

    Replays(
            Plans plans,
            Execution execution,
            Mappings mappings,
            MappingRecords records,
            List<Rendering> renderings,
            JdbcTemplate jdbc,
            Scratches scratches,
            @Value("${trepart.replay.alone-up-to}") int alone) {
        this.plans = plans;
        this.execution = execution;
        this.mappings = mappings;
        this.records = records;
        this.renderings = renderings;
        this.jdbc = jdbc;
        this.scratches = scratches;
        this.alone = alone;
    }

    /** Goes on with what a stopped hub was busy with. */
    @EventListener(ApplicationReadyEvent.class)
    void resume() {
        plans.unfinished().forEach(plan -> begin(plan.id()));
    }

    /** The set in force, a recorded one by its hash, or a candidate. */
    MappingSet mapping(String version) {
        if (version.isEmpty() || version.equals(mappings.current().version())) {
            return mappings.current();
        }
        var files = records.files(version);
        if (files.isEmpty()) {
            jdbc.query(
                    "select path, content from replay_mapping where version = ?",
                    row -> {
                        files.put(row.getString(1), row.getBytes(2));
                    },
                    version);
        }
        if (files.isEmpty()) {
            throw new FaultException(FaultCode.TRP_501, "/mapping/version", version);
        }
        return MappingSet.of(files);
    }

    /** Checks a candidate whole and keeps it for its plans; its version. */
    String candidate(Map<String, byte[]> files) {
        var set = MappingSet.of(new TreeMap<>(files));
        set.files()
                .forEach((path, content) ->
                        jdbc.update(
                                "insert into replay_mapping (version, path, content) values (?, ?,"
                                        + " ?) on conflict do nothing",
                                set.version(),
                                path,
                                content));
        return set.version();
    }

    /** Keeps a plan and begins its dry run; its number. */
    long plan(Plans.New plan) {
        var id = plans.create(plan);
        begin(id);
        return id;
    }

    /**
     * Allows the execution of exactly the dry run that has this hash; another person than the
     * first.
     */
    void approve(long id, String hash, String by) {
        if (!plans.approve(id, hash, by)) {
            throw notNow(
                    "another person approves a plan that is ready, by the hash of its dry run");
        }
    }

    /** Carries a plan out that may be; or goes on with a paused one. */
    void start(long id) {
        var plan = plans.find(id).orElseThrow();
        if (plan.mode().equals(Plan.DRY_RUN)
                || (plan.approvalNeeded() && plan.approvedBy() == null)) {
            throw notNow(
                    plan.mode().equals(Plan.DRY_RUN)
                            ? "the plan's mode is dry-run"
                            : "another person has to approve it");
        }
        if (plan.state().equals("ready") && !sameAgain(plan)) {
            throw notNow("it would do something else now: run it dry again");
        }
        if (!plans.move(id, "running", "ready", "paused")) {
            throw notNow("the plan is " + plan.state());
        }
        begin(id);
    }

    /** Whether the dry run still finds what was found, and so what was approved. */
    private boolean sameAgain(Plan plan) {
        var again = dryRun(plan);
        return again.equals(plan.hash());
    }

    void pause(long id) {
        if (!plans.move(id, "paused", "running")) {
            throw notNow("only what is running can be paused");
        }
    }

    void cancel(long id) {
        if (!plans.move(id, "cancelled", "dry-running", "ready", "running", "paused")) {
            throw notNow("the plan has ended");
        }
    }

    static FaultException notNow(String why) {
        return new FaultException(FaultCode.TRP_531, "", why);
    }

    private void begin(long id) {
        worker.execute(() -> work(id));
    }

    private void work(long id) {
        var plan = plans.find(id).orElseThrow();
        try {
            if (plan.state().equals("dry-running")) {
                dryRun(plan);
                plans.move(id, "ready", "dry-running");
            } else if (plan.state().equals("running")) {
                var set = mapping(plan.mappingVersion());
                records.keep(set.version(), set.files());
                execution.run(plan, set);
            }
        } catch (FaultException failed) {
            var first = failed.faults().getFirst();
            plans.failed(id, first.code().code() + " " + first.where());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException ours) {
            LOG.error("replay {} failed by {}", id, ours.getClass().getName());
            plans.failed(id, ours.getClass().getSimpleName());
        }
    }

    private String dryRun(Plan plan) {
        var set = mapping(plan.mappingVersion());
        var findings = new Findings(jdbc, plan, set, renderings);
        try (var scratch = scratches.open()) {
            new DryRun(scratch, plan, set, findings).run();
        } catch (SQLException away) {
            throw new FaultException(
                    List.of(new se.trepart.fault.Fault(FaultCode.TRP_601, "")), away);
        }
        var hash = findings.hash();
        if (plan.hash() == null) {
            plans.found(
                    plan.id(),
                    hash,
                    findings.summary().toString(),
                    plan.corrected() != null || findings.changed() > alone);
        }
        return hash;
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
