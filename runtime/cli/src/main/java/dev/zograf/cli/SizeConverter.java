package dev.zograf.cli;

import dev.zograf.api.value.Size;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 640x480}. */
final class SizeConverter implements ITypeConverter<Size> {

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})[xX×]([1-9][0-9]{0,4})");

    @Override
    public Size convert(String text) {
        Matcher match = SIZE.matcher(text);
        if (!match.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is no size; write width x height in pixels, such as 64x64");
        }
        return Size.of(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
    }
}
