package dev.lossline.contract;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/** What was found wrong so far. The first hundred are enough: a document can be wrong in as many places as it has bytes. */
final class Violations extends AbstractList<Violation> {
    private static final int MOST = 100;

    private final List<Violation> first = new ArrayList<>();

    @Override
    public boolean add(Violation violation) {
        return first.size() < MOST && first.add(violation);
    }

    @Override
    public Violation get(int index) {
        return first.get(index);
    }

    @Override
    public int size() {
        return first.size();
    }
}
