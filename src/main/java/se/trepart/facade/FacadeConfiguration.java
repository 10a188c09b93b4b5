package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the FHIR server at {@code /fhir}. */
@Configuration(proxyBeanMethods = false)
class FacadeConfiguration {
    @Bean
    FhirContext fhirContext() {
        return FhirContext.forR4();
    }

    /** Characters that browsers leave as they are in a query, the bar of tokens among them. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> queriesAsBrowsersWriteThem() {
        return tomcat ->
                tomcat.addConnectorCustomizers(
                        connector -> connector.setProperty("relaxedQueryChars", "|^`{}[]\\"));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> refusalsOfTheWebServerItself() {
        return tomcat ->
                tomcat.addContextCustomizers(context ->
                        ((StandardHost) context.getParent())
                                .setErrorReportValveClass(UnreadRequests.class.getName()));
    }

    @Bean
    ServletRegistrationBean<FhirServer> fhirServer(FhirContext fhir, Answering answering) {
        var registration =
                new ServletRegistrationBean<>(new FhirServer(fhir, answering), "/fhir/*");
        registration.setName("fhir");
        registration.setLoadOnStartup(1);
        return registration;
    }
}
