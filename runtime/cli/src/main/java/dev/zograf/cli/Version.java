package dev.zograf.cli;

import picocli.CommandLine.IVersionProvider;

/** {@code zograf 0.1.0}, from the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"zograf " + number()};
    }

    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }
}
