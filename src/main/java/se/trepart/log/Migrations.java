package se.trepart.log;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.util.Objects;

/**
 * Migrations take connections of their own: to build an index may take longer than a statement of
 * the hub's may be silent.
 */
@Configuration(proxyBeanMethods = false)
class Migrations {
    /** Asks where the database is only when there is something to migrate: a workroom has none. */
    @Bean
    FlywayConfigurationCustomizer unhurried(ObjectProvider<JdbcConnectionDetails> database) {
        return flyway -> {
            var details = database.getObject();
            flyway.dataSource(
                    new DriverManagerDataSource(
                            details.getJdbcUrl(),
                            Objects.requireNonNullElse(details.getUsername(), ""),
                            Objects.requireNonNullElse(details.getPassword(), "")));
        };
    }
}
