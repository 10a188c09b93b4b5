package se.trepart;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import java.time.Clock;

/** The hub as one application: its modules are the packages beside this class. */
@SpringBootApplication
public class Hub {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
