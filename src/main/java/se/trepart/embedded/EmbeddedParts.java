package se.trepart.embedded;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.artemis.autoconfigure.ArtemisConnectionDetails;
import org.springframework.boot.artemis.autoconfigure.ArtemisMode;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.nio.file.Path;

/**
 * Starts the embedded parts that no setting replaces, and tells the connection factories where they
 * are.
 */
@Configuration(proxyBeanMethods = false)
class EmbeddedParts {
    private static final String NO_DATABASE = "'${spring.datasource.url:}' == ''";
    private static final String NO_BROKER = "'${spring.artemis.broker-url:}' == ''";

    @Bean
    @ConditionalOnExpression(NO_DATABASE)
    EmbeddedDatabase embeddedDatabase(@Value("${trepart.data-dir}") Path dataDir) throws Exception {
        return EmbeddedDatabase.start(dataDir.resolve("postgres"));
    }

    @Bean
    @ConditionalOnExpression(NO_DATABASE)
    JdbcConnectionDetails embeddedDatabaseConnection(EmbeddedDatabase database) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return "postgres";
            }

            @Override
            public String getPassword() {
                return "";
            }

            @Override
            public String getJdbcUrl() {
                return database.url();
            }
        };
    }

    @Bean
    @ConditionalOnExpression(NO_BROKER)
    EmbeddedBroker embeddedBroker(
            @Value("${trepart.data-dir}") Path dataDir, @Value("${trepart.feed.jms.port}") int port)
            throws Exception {
        return EmbeddedBroker.start(dataDir.resolve("artemis"), port);
    }

    @Bean
    @ConditionalOnExpression(NO_BROKER)
    HealthIndicator embeddedBrokerHealth(EmbeddedBroker broker) {
        return () -> broker.isActive() ? Health.up().build() : Health.down().build();
    }

    @Bean
    @ConditionalOnExpression(NO_BROKER)
    ArtemisConnectionDetails embeddedBrokerConnection(EmbeddedBroker broker) {
        return new ArtemisConnectionDetails() {
            @Override
            public ArtemisMode getMode() {
                return ArtemisMode.NATIVE;
            }

            @Override
            public String getBrokerUrl() {
                return broker.url();
            }

            @Override
            public String getUser() {
                return "";
            }

            @Override
            public String getPassword() {
                return "";
            }
        };
    }
}
