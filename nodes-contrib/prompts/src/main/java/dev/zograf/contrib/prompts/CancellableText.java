package dev.zograf.contrib.prompts;

import dev.zograf.api.Cancellation;
import dev.zograf.api.InvalidInputException;

/** A text that stops a regular expression which reads it for ever: when the run is cancelled, and after very many reads. */
final class CancellableText implements CharSequence {

    private static final long MAX_READS = 2_000_000_000L;

    private final CharSequence text;
    private final Cancellation cancellation;
    private final long[] reads;

    CancellableText(CharSequence text, Cancellation cancellation) {
        this(text, cancellation, new long[1]);
    }

    private CancellableText(CharSequence text, Cancellation cancellation, long[] reads) {
        this.text = text;
        this.cancellation = cancellation;
        this.reads = reads;
    }

    @Override
    public char charAt(int index) {
        if ((++reads[0] & 0xfffff) == 0) {
            cancellation.throwIfRequested();
            if (reads[0] > MAX_READS) {
                throw new InvalidInputException(
                        "find",
                        "The regular expression takes too long on this text; write it without nested repetition.");
            }
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new CancellableText(text.subSequence(start, end), cancellation, reads);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
