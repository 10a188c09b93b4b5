package se.trepart.projection;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.consultation.Folding;
import se.trepart.consultation.OpaqueIds;
import se.trepart.log.HubKeys;
import se.trepart.log.Identifying;
import se.trepart.mapping.Identifiers;
import se.trepart.projection.fhir.FhirView;

import java.time.Duration;

/** Puts the pure parts of the domain together with the settings and keys that they need. */
@Configuration(proxyBeanMethods = false)
class ProjectionBeans {
    @Bean
    Alongside alongside() {
        return Alongside.EVERYTHING;
    }

    @Bean
    FhirView fhirView(JdbcTemplate jdbc, Alongside alongside) {
        return alongside.searchIndex() ? new FhirView(jdbc) : FhirView.withoutIndex(jdbc);
    }

    @Bean
    Folding folding(@Value("${trepart.consultation.presence-tolerance}") Duration tolerance) {
        return new Folding(tolerance);
    }

    @Bean
    OpaqueIds opaqueIds(HubKeys keys) {
        return new OpaqueIds(keys.key("opaque-ids"));
    }

    @Bean
    Identifying identifying() {
        return Identifiers::in;
    }
}
