package se.trepart.replay;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.type.filter.RegexPatternTypeFilter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.consultation.OpaqueIds;
import se.trepart.delivery.Ledger;
import se.trepart.delivery.Waking;
import se.trepart.log.Commits;
import se.trepart.log.MappingRecords;
import se.trepart.log.Messages;
import se.trepart.projection.Alongside;
import se.trepart.projection.Appending;
import se.trepart.projection.RegistryView;

import java.util.regex.Pattern;

import javax.sql.DataSource;

/**
 * The hub's own log, projections and ledger, wired over a database that is handed in and with
 * nobody to wake: what is derived here takes the same path as at the doors, and no destination
 * hears of it. The only place that tells a dry run from the real thing is what is handed in.
 */
final class Workroom implements AutoCloseable {
    /** What needs the mappings in force or a destination, and so belongs to the hub alone. */
    private static final Pattern THE_HUBS_ALONE =
            Pattern.compile(
                    "se\\.trepart\\.projection\\.(MappingsInForce|DeliverySettling|VerifiedByApps|.*Rendering)"
                        + "|se\\.trepart\\.projection\\.(pasis|primarycare|referral)\\..*"
                        + "|se\\.trepart\\.projection\\.fhir\\.SearchIndex"
                        + "|se\\.trepart\\.log\\.Erasure");

    private final AnnotationConfigApplicationContext context;

    private Workroom(AnnotationConfigApplicationContext context) {
        this.context = context;
    }

    /** Wires it; the environment gives the settings that the derivation depends on. */
    static Workroom over(DataSource database, ConfigurableEnvironment environment) {
        var context = new AnnotationConfigApplicationContext();
        context.setEnvironment(environment);
        context.getBeanFactory()
                .setConversionService(ApplicationConversionService.getSharedInstance());
        var transactions = new TransactionTemplate(new DataSourceTransactionManager(database));
        context.registerBean(TransactionTemplate.class, () -> transactions);
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
        context.registerBean(Waking.class, () -> destination -> {});
        context.registerBean(Ledger.class);
        context.registerBean(
                "nothingAlongside",
                Alongside.class,
                () -> Alongside.NOTHING,
                definition -> definition.setPrimary(true));
        var scanner = new ClassPathBeanDefinitionScanner(context, true, environment);
        scanner.addExcludeFilter(new RegexPatternTypeFilter(THE_HUBS_ALONE));
        scanner.scan("se.trepart.log", "se.trepart.projection");
        context.refresh();
        return new Workroom(context);
    }

    Appending appending() {
        return context.getBean(Appending.class);
    }

    Ledger ledger() {
        return context.getBean(Ledger.class);
    }

    RegistryView registry() {
        return context.getBean(RegistryView.class);
    }

    Messages messages() {
        return context.getBean(Messages.class);
    }

    Commits commits() {
        return context.getBean(Commits.class);
    }

    MappingRecords records() {
        return context.getBean(MappingRecords.class);
    }

    OpaqueIds ids() {
        return context.getBean(OpaqueIds.class);
    }

    JdbcTemplate jdbc() {
        return context.getBean(JdbcTemplate.class);
    }

    TransactionTemplate transactions() {
        return context.getBean(TransactionTemplate.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
