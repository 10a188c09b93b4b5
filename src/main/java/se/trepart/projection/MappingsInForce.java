package se.trepart.projection;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;

import se.trepart.log.Commits;
import se.trepart.log.MappingRecords;
import se.trepart.mapping.Mappings;

import java.nio.file.Path;
import java.util.List;

/**
 * Loads the mappings, records the set in force before it is used, and shows the registry as
 * resources.
 */
@Configuration(proxyBeanMethods = false)
class MappingsInForce {
    @Bean
    Mappings mappings(@Value("${trepart.mappings-dir}") Path directory, MappingRecords records) {
        var mappings = Mappings.load(directory);
        records.keep(mappings.current().version(), mappings.current().files());
        return mappings;
    }

    @Bean
    ApplicationListener<ContextRefreshedEvent> registryShown(
            Mappings mappings, Commits commits, RegistryView registry) {
        return started ->
                commits.commit(
                        List.of(),
                        commit -> {
                            registry.write(commit, mappings.current());
                            return mappings;
                        });
    }

    @Bean
    MappingChange mappingChange(
            Mappings mappings, MappingRecords records, Commits commits, RegistryView registry) {
        return new MappingChange(mappings, records, commits, registry);
    }
}
