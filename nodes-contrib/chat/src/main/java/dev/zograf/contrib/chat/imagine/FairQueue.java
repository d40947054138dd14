package dev.zograf.contrib.chat.imagine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What waits, by who wants it: people take turns, and what one person wants keeps its order, so that whoever asks for much holds up
 * nobody but themselves. Not thread-safe.
 */
final class FairQueue<T> {

    /** Who waits, the next one first. */
    private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();

    void add(String person, T wish) {
        waiting.computeIfAbsent(person, key -> new ArrayDeque<>()).add(wish);
    }

    /** Whose turn it is; that person's next turn comes after everybody else's. */
    Optional<T> next() {
        Iterator<Map.Entry<String, Deque<T>>> people = waiting.entrySet().iterator();
        if (!people.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<String, Deque<T>> first = people.next();
        String person = first.getKey();
        Deque<T> wishes = first.getValue();
        people.remove();
        T wish = wishes.remove();
        if (!wishes.isEmpty()) {
            waiting.put(person, wishes);
        }
        return Optional.of(wish);
    }

    /** Takes something back; says whether it was there. */
    boolean remove(String person, T wish) {
        Deque<T> wishes = waiting.get(person);
        if (wishes == null || !wishes.remove(wish)) {
            return false;
        }
        if (wishes.isEmpty()) {
            waiting.remove(person);
        }
        return true;
    }

    int size() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    /** All that waits in the order in which it will come, if nothing is added. */
    List<T> order() {
        List<T> order = new ArrayList<>();
        List<Iterator<T>> people =
                new ArrayList<>(waiting.values().stream().map(Deque::iterator).toList());
        while (!people.isEmpty()) {
            people.removeIf(wishes -> !wishes.hasNext());
            people.forEach(wishes -> order.add(wishes.next()));
        }
        return order;
    }
}
