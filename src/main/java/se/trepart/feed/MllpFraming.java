package se.trepart.feed;

import org.apache.camel.component.hl7.HL7MLLPNettyDecoderFactory;
import org.apache.camel.component.hl7.HL7MLLPNettyEncoderFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** MLLP's block framing by camel-hl7's codec, bytes in and bytes out. */
@Configuration(proxyBeanMethods = false)
class MllpFraming {
    @Bean
    HL7MLLPNettyDecoderFactory mllpDecoder() {
        var decoder = new HL7MLLPNettyDecoderFactory();
        decoder.setProduceString(false);
        return decoder;
    }

    @Bean
    HL7MLLPNettyEncoderFactory mllpEncoder() {
        return new HL7MLLPNettyEncoderFactory();
    }
}
