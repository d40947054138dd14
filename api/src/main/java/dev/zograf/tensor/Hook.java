package dev.zograf.tensor;

import java.util.List;

/** What a {@link GraphEdit} does at a place of a network. */
@FunctionalInterface
public interface Hook {

    /**
     * Changes values.
     *
     * @param place where it is called, for hooks at several places
     * @param values what the network goes on with
     * @param context what else is known there, to be read
     * @return as many values as were given; the same ones where nothing is to change
     */
    List<Tensor> change(String place, List<Tensor> values, List<Tensor> context);

    /** A hook for places with one value. */
    static Hook value(OneValue change) {
        return (place, values, context) -> List.of(change.change(values.get(0), context));
    }

    /** A change of one value. */
    @FunctionalInterface
    interface OneValue {

        /** The value to go on with. */
        Tensor change(Tensor value, List<Tensor> context);
    }
}
