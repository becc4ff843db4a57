package dev.sluice.adapter.cli;

import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.IVersionProvider;

/** Name and version, as written by the build. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = ConfigProvider.getConfig()
                .getOptionalValue("quarkus.application.version", String.class)
                .orElse("of unknown version");
        return new String[] {"sluice " + version};
    }
}
