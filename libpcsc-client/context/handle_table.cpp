#include "libpcsc-client/context/handle_table.hpp"

#include <limits>

namespace scrm::client {

void HandleTable::insert(TableEntry& entry) {
    while (entry.id == 0 || find(entry.id) != nullptr)
        entry.id = entry.id == std::numeric_limits<int>::max() ? 1 : entry.id + 1;
    Link& head = buckets_[bucket_of(entry.id)];
    entry.next = head.load();
    head = &entry;
}

void HandleTable::remove(TableEntry& entry) {
    Link* link = &buckets_[bucket_of(entry.id)];
    while (link->load() != nullptr && link->load() != &entry)
        link = &link->load()->next;
    if (link->load() == &entry)
        *link = entry.next.load();
}

TableEntry* HandleTable::find(long id) const {
    TableEntry* entry = buckets_[bucket_of(id)];
    while (entry != nullptr && entry->id != id)
        entry = entry->next;
    return entry;
}

}  // namespace scrm::client
