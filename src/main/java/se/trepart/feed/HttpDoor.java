package se.trepart.feed;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** The limits of the HTTP door, and of all others that the same web server has. */
@Configuration(proxyBeanMethods = false)
class HttpDoor {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodiesWithinTheirLimits(
            @Value("${trepart.feed.http.body-time}") Duration most,
            @Value("${trepart.feed.http.body-silence}") Duration silence,
            @Value("${trepart.feed.http.slow-bodies-per-sender}") int mostOfOne) {
        var slow = new Turnstile(Integer.MAX_VALUE, mostOfOne);
        return tomcat -> {
            tomcat.addContextValves(new HttpBodies(most, slow));
            tomcat.addConnectorCustomizers(connector -> {
                connector.setProperty("disableUploadTimeout", "false");
                connector.setProperty(
                        "connectionUploadTimeout", String.valueOf(silence.toMillis()));
            });
        };
    }
}
