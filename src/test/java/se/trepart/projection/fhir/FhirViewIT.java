package se.trepart.projection.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.TestDatabase;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

@org.jspecify.annotations.NullUnmarked
class FhirViewIT {
    private static final Instant NOON = Instant.parse("2023-03-14T11:00:00Z");
    private static DataSource database;
    private JdbcTemplate jdbc;
    private TransactionTemplate transaction;
    private FhirView view;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
    }

    @BeforeEach
    void empty() {
        jdbc = new JdbcTemplate(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        view = new FhirView(jdbc);
        jdbc.execute(
                "truncate resource, resource_history, search_token, search_reference, search_date,"
                        + " search_string");
    }

    @Test
    void putsVersionAndTimeIntoMetaOfTheFirstVersion() {
        // given
        var resource =
                resource(
                        "{'resourceType':'Encounter','id':'K-1-visit','meta':{'profile':['p']},'status':'planned'}");
        // when
        var made = write("K-1", NOON, resource);
        // then
        assertThat(made).containsExactly(new VersionId("Encounter", "K-1-visit", 1));
        assertThat(json("K-1-visit"))
                .isEqualTo(
                        "{'resourceType':'Encounter','id':'K-1-visit','meta':{'versionId':'1','lastUpdated':'2023-03-14T12:00:00.000+01:00','profile':['p']},'status':'planned'}"
                                .replace('\'', '"'));
    }

    @Test
    void makesNoVersionWhenTheResourceSaysTheSameInAnotherOrder() {
        // given
        write(
                "K-1",
                NOON,
                resource(
                        "{'resourceType':'Encounter','id':'v','status':'planned','class':{'code':'AMB','system':'s'}}"));
        // when
        var made =
                write(
                        "K-1",
                        NOON.plusSeconds(9),
                        resource(
                                "{'id':'v','resourceType':'Encounter','class':{'system':'s','code':'AMB'},'status':'planned','meta':{'versionId':'7'}}"));
        // then
        assertThat(made).isEmpty();
        assertThat(jdbc.queryForObject("select count(*) from resource_version", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void keepsTheReplacedVersionAndReplacesItsIndexRows() {
        // given
        write(
                "K-1",
                NOON,
                resource(
                        "{'resourceType':'Encounter','id':'v','status':'planned','period':{'start':'2023-03-14'}}"));
        // when
        var made =
                write(
                        "K-1",
                        NOON.plusSeconds(1),
                        resource("{'resourceType':'Encounter','id':'v','status':'finished'}"));
        // then
        assertThat(made).containsExactly(new VersionId("Encounter", "v", 2));
        assertThat(
                        jdbc.queryForList(
                                "select version from resource_version order by version",
                                Integer.class))
                .containsExactly(1, 2);
        assertThat(jdbc.queryForList("select code from search_token", String.class))
                .containsExactly("finished");
        assertThat(jdbc.queryForList("select 1 from search_date")).isEmpty();
    }

    @Test
    void timesOfOneResourceAlwaysRise() {
        // given
        write("K-1", NOON, resource("{'resourceType':'Encounter','id':'v','status':'planned'}"));
        // when
        write(
                "K-1",
                NOON.minusSeconds(60),
                resource("{'resourceType':'Encounter','id':'v','status':'in-progress'}"));
        write(
                "K-1",
                NOON.minusSeconds(30),
                resource("{'resourceType':'Encounter','id':'v','status':'finished'}"));
        // then
        assertThat(json("v")).contains("\"lastUpdated\":\"2023-03-14T12:00:00.002+01:00\"");
    }

    @Test
    void deletesWhatTheConsultationNoLongerHasAndRevivesItAsAHigherVersion() {
        // given
        var visit = resource("{'resourceType':'Encounter','id':'v','status':'planned'}");
        var procedure =
                resource("{'resourceType':'Procedure','id':'K-1-xs004','status':'completed'}");
        write("K-1", NOON, visit, procedure);
        write(
                "K-2",
                NOON,
                resource("{'resourceType':'Encounter','id':'other','status':'planned'}"));
        // when
        var deleted = write("K-1", NOON.plusSeconds(1), visit);
        var again = write("K-1", NOON.plusSeconds(2), visit);
        var revived = write("K-1", NOON.plusSeconds(3), visit, procedure);
        // then
        assertThat(deleted).containsExactly(new VersionId("Procedure", "K-1-xs004", 2));
        assertThat(again).isEmpty();
        assertThat(revived).containsExactly(new VersionId("Procedure", "K-1-xs004", 3));
        assertThat(
                        jdbc.queryForList(
                                "select deleted from resource_version where type='Procedure' order"
                                        + " by version",
                                Boolean.class))
                .containsExactly(false, true, false);
    }

    @Test
    void refusesTheSameResourceTwiceAndTypesThatAreNotServed() {
        var visit = resource("{'resourceType':'Encounter','id':'v'}");
        assertThatThrownBy(() -> write("K-1", NOON, visit, visit))
                .hasMessageContaining("Encounter/v");
        assertThatThrownBy(() -> write("K-1", NOON, resource("{'resourceType':'Basic','id':'b'}")))
                .hasMessageContaining("Basic/b");
    }

    @Test
    void twoTransactionsThatMakeTheSamePatientMakeTwoVersionsOfOne() throws Exception {
        // given
        var barrier = new CyclicBarrier(2);
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var round = 0; round < 20; round++) {
                var id = "p" + round;
                // when
                var made =
                        threads
                                .invokeAll(
                                        List.of("male", "female").stream()
                                                .map(gender ->
                                                        (Callable<List<VersionId>>)
                                                                () -> {
                                                                    barrier.await();
                                                                    return writeAsCommitsDo(
                                                                            null,
                                                                            NOON,
                                                                            resource(
                                                                                    "{'resourceType':'Patient','id':'"
                                                                                            + id
                                                                                            + "','gender':'"
                                                                                            + gender
                                                                                            + "'}"));
                                                                })
                                                .toList())
                                .stream()
                                .flatMap(future -> future.resultNow().stream())
                                .map(VersionId::version);
                // then
                assertThat(made).containsExactlyInAnyOrder(1, 2);
                assertThat(
                                jdbc.queryForObject(
                                        "select count(*) from search_token join resource using"
                                                + " (key) where id = ?",
                                        Integer.class,
                                        id))
                        .isEqualTo(1);
            }
        }
    }

    /** Begins again when another transaction was first. */
    private List<VersionId> writeAsCommitsDo(
            String consultation, Instant time, ObjectNode... resources) {
        while (true) {
            try {
                return write(consultation, time, resources);
            } catch (ConcurrencyFailureException again) {
                jdbc.queryForObject("select 1", Integer.class);
            }
        }
    }

    @Test
    void aChangeOfSeveralConsultationsIsWrittenAtOnceAndTellsItsVersionsBefore() {
        // given
        write("K-1", NOON, resource("{'resourceType':'Encounter','id':'v','status':'planned'}"));
        var guarded = new AtomicInteger();
        // when
        var versions =
                transaction.execute(status -> {
                    var change = view.change(NOON.plusSeconds(1));
                    change.consultation(
                            "K-1",
                            List.of(
                                    resource(
                                            "{'resourceType':'Encounter','id':'v','status':'finished'}")));
                    change.consultation(
                            "K-2",
                            List.of(
                                    resource(
                                            "{'resourceType':'Encounter','id':'w','status':'planned'}")));
                    change.shared(
                            "p",
                            List.of(resource("{'resourceType':'Patient','id':'p'}")),
                            guarded::incrementAndGet);
                    var told = change.versions();
                    assertThat(jdbc.queryForObject("select count(*) from resource", Integer.class))
                            .isEqualTo(1);
                    change.shared(
                            "p",
                            List.of(
                                    resource(
                                            "{'resourceType':'Provenance','id':'of-"
                                                    + told.size()
                                                    + "'}")));
                    change.write();
                    return told;
                });
        // then
        assertThat(versions)
                .containsExactlyInAnyOrder(
                        made(new VersionId("Encounter", "v", 2), "K-1", null),
                        made(new VersionId("Encounter", "w", 1), "K-2", null),
                        made(new VersionId("Patient", "p", 1), null, "p"));
        assertThat(guarded).hasValue(1);
        assertThat(
                        jdbc.queryForList(
                                "select type || '/' || id || '/' || version || coalesce(' of ' ||"
                                        + " consultation, '') from resource order by 1",
                                String.class))
                .containsExactly(
                        "Encounter/v/2 of K-1",
                        "Encounter/w/1 of K-2",
                        "Patient/p/1",
                        "Provenance/of-3/1");
        assertThat(
                        transaction.<List<ViewChange.Made>>execute(status -> {
                            var again = view.change(NOON.plusSeconds(2));
                            again.shared(
                                    "p",
                                    List.of(resource("{'resourceType':'Patient','id':'p'}")),
                                    guarded::incrementAndGet);
                            return again.versions();
                        }))
                .isEmpty();
        assertThat(guarded).hasValue(1);
    }

    private static ViewChange.Made made(
            VersionId id, @Nullable String consultation, @Nullable String shared) {
        return new ViewChange.Made(id, new ViewChange.Of(consultation, shared));
    }

    private List<VersionId> write(String consultation, Instant time, ObjectNode... resources) {
        return transaction.execute(status -> view.write(consultation, List.of(resources), time));
    }

    private String json(String id) {
        return jdbc.queryForObject("select json from resource where id = ?", String.class, id);
    }

    private static ObjectNode resource(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
