// Finds the context behind a handle that a program was given.
//
// A hash table of chains whose links sit inside what is listed: nothing is allocated. Each change is one
// store, so the table is whole at any moment: a process may be forked while another thread is changing it.
#pragma once

#include <array>
#include <atomic>

namespace scrm::client {

class Context;

/// Part of each context and of each card.
struct TableEntry {
    long id = 0;
    Context* context = nullptr;
    std::atomic<TableEntry*> next = nullptr;
};

class HandleTable {
  public:
    /// Lists the entry under its id, or the next free one: ids are the daemon's, and after a fork or a
    /// restart of it two may be the same. Sets entry.id.
    void insert(TableEntry& entry);
    void remove(TableEntry& entry);
    /// nullptr: no such handle.
    [[nodiscard]] TableEntry* find(long id) const;

    template <class Visit>
    void for_each(Visit visit) const {
        for (const auto& bucket : buckets_)
            for (TableEntry* entry = bucket; entry != nullptr; entry = entry->next)
                visit(*entry);
    }

  private:
    using Link = std::atomic<TableEntry*>;

    static constexpr unsigned long bucket_count = 1024;

    static unsigned long bucket_of(long id) { return static_cast<unsigned long>(id) % bucket_count; }

    std::array<Link, bucket_count> buckets_{};
};

}  // namespace scrm::client
