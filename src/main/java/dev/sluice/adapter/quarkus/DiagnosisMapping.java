package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.ClassPrefix;
import io.smallrye.config.WithConverter;
import java.util.List;
import java.util.Optional;

/** Settings of diagnoses, under {@code sluice.diagnosis}. */
public interface DiagnosisMapping {

    /** The prefixes of the names of classes that are no code of the application; the JDK and Sluice never are. */
    Optional<List<@WithConverter(ClassPrefix.class) String>> frameworks();
}
