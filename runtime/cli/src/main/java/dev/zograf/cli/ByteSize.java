package dev.zograf.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 6GB}, {@code 512 MB}, {@code 1.5GiB}, or a number of bytes. */
final class ByteSize implements ITypeConverter<Long> {

    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?) ?(?:([KMGT])(i?)B?|B)?", Pattern.CASE_INSENSITIVE);

    @Override
    public Long convert(String text) {
        Matcher match = SIZE.matcher(text.strip());
        if (!match.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is no size of memory; write such as 6GB, 512MB or 1.5GiB");
        }
        int power = match.group(2) == null ? 0 : "KMGT".indexOf(match.group(2).toUpperCase(Locale.ROOT)) + 1;
        double unit = match.group(3) == null || match.group(3).isEmpty() ? 1000 : 1024;
        double bytes = Double.parseDouble(match.group(1)) * Math.pow(unit, power);
        if (bytes < 1 || bytes > Long.MAX_VALUE / 4) {
            throw new TypeConversionException("'" + text + "' is too little or too much memory for a budget");
        }
        return (long) bytes;
    }

    /** {@code 3.2 GB}, {@code 310 MB} or {@code 12 KB}. */
    static String text(long bytes) {
        if (bytes >= 1_000_000_000L) {
            return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
        }
        return bytes >= 1_000_000 ? Math.round(bytes / 1e6) + " MB" : Math.round(bytes / 1e3) + " KB";
    }
}
