package se.trepart.walls;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import se.trepart.walls.broken.checker.Believing;
import se.trepart.walls.broken.consultation.CarriedDomain;
import se.trepart.walls.broken.feed.Injected;
import se.trepart.walls.broken.log.OldDates;
import se.trepart.walls.broken.log.Swallowing;
import se.trepart.walls.broken.projection.Restless;
import se.trepart.walls.broken.projection.pasis.Meeting;
import se.trepart.walls.broken.projection.primarycare.Sibling;
import se.trepart.walls.broken.simulator.Accomplice;
import se.trepart.walls.broken.util.Helper;

import java.security.SecureRandom;
import java.text.SimpleDateFormat;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What holds everywhere in the house, sentence by sentence, each with its reason. */
class ArchitectureTest {
    private static final JavaClasses HUB =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("se.trepart");

    static final ArchRule THE_DOMAIN_IS_PURE =
            classes()
                    .that(resideInAPackage("..consultation.."))
                    .and(not(HasName.Predicates.nameEndingWith("package-info")))
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    "java.lang..",
                                    "java.math..",
                                    "java.nio.charset..",
                                    "java.security..",
                                    "java.text..",
                                    "java.time..",
                                    "java.util..",
                                    "javax.crypto..",
                                    "org.jspecify..",
                                    "..consultation..",
                                    "..fault.."))
                    .because("the domain must be read, tested and kept without any framework");

    static final ArchRule CAMEL_CARRIES_AND_JAVA_DECIDES =
            noClasses()
                    .that(
                            not(
                                    resideInAnyPackage(
                                            "..feed..",
                                            "..delivery..",
                                            "..publication..",
                                            "..reload..")))
                    .and(not(HasName.Predicates.name("se.trepart.Hub")))
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.apache.camel.."))
                    .because("no Camel type goes beyond the doors (law 10)");

    static final ArchRule NAMES_SAY_WHAT_A_THING_IS =
            noClasses()
                    .should()
                    .resideInAnyPackage(
                            "..util..",
                            "..common..",
                            "..model..",
                            "..dto..",
                            "..config..",
                            "..service..",
                            "..impl..")
                    .because("a name says what a thing is in the domain or in the flow");

    static final ArchRule TIMES_HAVE_ZONES_AND_STAY =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            belongToAnyOf(Date.class, Calendar.class, SimpleDateFormat.class))
                    .because("those change after they were made and guess the zone");

    static final ArchRule WHAT_IS_DERIVED_IS_THE_SAME_EACH_TIME =
            noClasses()
                    .that(
                            resideInAnyPackage(
                                    "..consultation..",
                                    "..registry..",
                                    "..mapping..",
                                    "..projection.."))
                    .should()
                    .accessTargetWhere(
                            DescribedPredicate.describe(
                                    "it reads a clock or chance",
                                    access ->
                                            readsAClock(access.getTargetOwner(), access.getTarget())
                                                    || isChance(
                                                            access.getTargetOwner(),
                                                            access.getTarget())))
                    .because(
                            "a rebuild must give what was given the first time (law 4); the clock"
                                    + " is read at the doors");

    static final ArchRule THE_WITNESS_SHARES_NO_CODE =
            noClasses()
                    .that(resideInAPackage("..simulator.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("se.trepart..")
                                    .and(not(resideInAPackage("..simulator.."))))
                    .because("a witness that shares code with the hub repeats its mistakes");

    static final ArchRule THE_CHECKER_READS_FILES_AND_NOTHING_ELSE =
            noClasses()
                    .that(resideInAPackage("..checker.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("se.trepart..")
                                    .and(not(resideInAPackage("..checker.."))))
                    .orShould()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "java.net..", "java.sql..", "org.springframework.jdbc.."))
                    .because("a checker that believes the hub checks nothing");

    static final ArchRule SIBLINGS_NEVER_MEET =
            slices().matching("..projection.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .because("each record is derived from the state alone");

    static final ArchRule WHAT_IS_NEEDED_IS_GIVEN_AT_THE_START =
            noFields()
                    .should()
                    .beAnnotatedWith(Autowired.class)
                    .orShould()
                    .beAnnotatedWith(Value.class)
                    .orShould()
                    .beAnnotatedWith("jakarta.annotation.Resource")
                    .orShould()
                    .beAnnotatedWith("jakarta.inject.Inject")
                    .because("an object that lacks what it needs cannot be made");

    static final ArchRule NOBODY_CATCHES_EVERYTHING =
            codeUnits()
                    .should(notCatch(Exception.class))
                    .because(
                            "who catches everything goes on with what is half made; a door that"
                                    + " must answer catches RuntimeException and says so");

    static Stream<Arguments> sentences() {
        return Stream.of(
                Arguments.of(THE_DOMAIN_IS_PURE, Set.of(CarriedDomain.class)),
                Arguments.of(CAMEL_CARRIES_AND_JAVA_DECIDES, Set.of(CarriedDomain.class)),
                Arguments.of(NAMES_SAY_WHAT_A_THING_IS, Set.of(Helper.class)),
                Arguments.of(TIMES_HAVE_ZONES_AND_STAY, Set.of(OldDates.class)),
                Arguments.of(WHAT_IS_DERIVED_IS_THE_SAME_EACH_TIME, Set.of(Restless.class)),
                Arguments.of(THE_WITNESS_SHARES_NO_CODE, Set.of(Accomplice.class)),
                Arguments.of(THE_CHECKER_READS_FILES_AND_NOTHING_ELSE, Set.of(Believing.class)),
                Arguments.of(SIBLINGS_NEVER_MEET, Set.of(Meeting.class, Sibling.class)),
                Arguments.of(WHAT_IS_NEEDED_IS_GIVEN_AT_THE_START, Set.of(Injected.class)),
                Arguments.of(NOBODY_CATCHES_EVERYTHING, Set.of(Swallowing.class)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sentences")
    void holdsInTheHub(ArchRule sentence, Set<Class<?>> broken) {
        sentence.check(HUB);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sentences")
    void objectsToABrokenHouse(ArchRule sentence, Set<Class<?>> broken) {
        // given
        var house = new ClassFileImporter().importClasses(broken);

        // when
        var result = sentence.evaluate(house);

        // then
        assertThat(result.hasViolation()).isTrue();
    }

    private static boolean readsAClock(JavaClass owner, HasName target) {
        return owner.isEquivalentTo(Clock.class)
                || (owner.getPackageName().equals("java.time") && target.getName().equals("now"))
                || (owner.isEquivalentTo(System.class)
                        && Set.of("currentTimeMillis", "nanoTime").contains(target.getName()));
    }

    private static boolean isChance(JavaClass owner, HasName target) {
        return owner.isEquivalentTo(Random.class)
                || owner.isEquivalentTo(SecureRandom.class)
                || owner.isEquivalentTo(ThreadLocalRandom.class)
                || (owner.isEquivalentTo(UUID.class) && target.getName().equals("randomUUID"))
                || (owner.isEquivalentTo(Math.class) && target.getName().equals("random"));
    }

    private static ArchCondition<JavaCodeUnit> notCatch(Class<? extends Throwable> type) {
        return new ArchCondition<>("not catch " + type.getSimpleName()) {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                unit.getTryCatchBlocks().stream()
                        .filter(block ->
                                block.getCaughtThrowables().stream()
                                        .anyMatch(it -> it.isEquivalentTo(type)))
                        .forEach(block ->
                                events.add(
                                        SimpleConditionEvent.violated(
                                                unit,
                                                unit.getFullName()
                                                        + " catches "
                                                        + type.getName()
                                                        + " in "
                                                        + block.getSourceCodeLocation())));
            }
        };
    }
}
