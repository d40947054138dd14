package dev.zograf.runtime.network;

import dev.zograf.api.InvalidInputException;

/**
 * Where networks compute.
 *
 * @param kind the processor, a CUDA device, or CUDA if there is one
 * @param index which CUDA device, from 0; -1 for every one
 */
public record Device(Kind kind, int index) {

    /** The kinds of devices. */
    public enum Kind {
        AUTO,
        CPU,
        CUDA
    }

    /** The processor. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    /** The first CUDA device if the engine finds one, else the processor. */
    public static final Device AUTO = new Device(Kind.AUTO, 0);

    /** Every CUDA device, a run on each at once. */
    public static final Device EVERY_CUDA = new Device(Kind.CUDA, -1);

    /**
     * Reads {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:1} or {@code cuda:all}.
     *
     * @throws InvalidInputException if it is none of these
     */
    public static Device of(String text) {
        if (text.equals("auto")) {
            return AUTO;
        }
        if (text.equals("cpu")) {
            return CPU;
        }
        if (text.equals("cuda:all")) {
            return EVERY_CUDA;
        }
        if (text.matches("cuda(:\\d{1,2})?")) {
            return new Device(Kind.CUDA, text.length() == 4 ? 0 : Integer.parseInt(text.substring(5)));
        }
        throw new InvalidInputException(
                "device",
                "There is no device \"" + text + "\"; it is auto, cpu, cuda or cuda:1, or cuda:all for every one.");
    }

    @Override
    public String toString() {
        return switch (kind) {
            case AUTO -> "auto";
            case CPU -> "cpu";
            case CUDA -> index < 0 ? "cuda:all" : "cuda:" + index;
        };
    }
}
