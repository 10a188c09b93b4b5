package se.trepart.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

import se.trepart.Hub;

/** The rooms of the house: every arrow between them is one that their own descriptions allow. */
class ModulesTest {
    private static final ImportOption TESTS_TOO = location -> true;

    @Test
    void noRoomSeesWhatItsDescriptionDoesNotAllow() {
        // given
        var rooms = ApplicationModules.of(Hub.class);

        // when, then
        rooms.verify();
    }

    @Test
    void everyRoomSaysWhatItMaySee() {
        // given
        var rooms = ApplicationModules.of(Hub.class);

        // when
        var silent =
                rooms.stream()
                        .filter(room -> !room.isRootModule())
                        .filter(room -> !Descriptions.saysWhatItMaySee(room.getBasePackage()))
                        .map(room -> room.getIdentifier().toString());

        // then
        assertThat(silent).as("rooms without allowedDependencies").isEmpty();
    }

    @Test
    void objectsToARoomThatSeesMoreThanItMay() {
        // given
        var house = ApplicationModules.of("se.trepart.walls.broken.house", TESTS_TOO);

        // when
        var violations = house.detectViolations();

        // then
        assertThat(violations.getMessages()).anySatisfy(it -> assertThat(it).contains("attic"));
    }

    @Test
    void objectsToARoomThatSaysNothing() {
        // given
        var house = ApplicationModules.of("se.trepart.walls.broken.house", TESTS_TOO);

        // when
        var silent =
                house.stream()
                        .filter(room -> !Descriptions.saysWhatItMaySee(room.getBasePackage()))
                        .map(room -> room.getIdentifier().toString());

        // then
        assertThat(silent).containsExactly("attic");
    }
}
