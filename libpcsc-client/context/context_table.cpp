#include "libpcsc-client/context/context_table.hpp"

#include "libpcsc-client/connection/mapped_readers.hpp"
#include "libpcsc-client/process/fork_detection.hpp"

namespace scrm::client {
namespace {

constinit Mutex table_mutex;
constinit HandleTable contexts;
constinit HandleTable cards;
constinit ForkDetection fork_detection;

// Other threads of the parent may have held any lock and any reference; in the child they do not exist.
void let_go_in_child() {
    new (&table_mutex) Mutex;
    MappedReaders::let_go_in_child();
    const auto let_go = [](const TableEntry& entry) { entry.context->let_go_in_child(); };
    contexts.for_each(let_go);
    cards.for_each(let_go);  // whose context may just have been taken off the list
}

ContextRef find(const HandleTable& table, long handle) {
    settle_after_fork();
    const Lock lock(table_mutex);
    const TableEntry* const entry = table.find(handle);
    if (entry == nullptr)
        return {};
    entry->context->add_reference();
    return ContextRef(entry->context);
}

}  // namespace

void settle_after_fork() {
    fork_detection.settle(let_go_in_child);
}

SCARDCONTEXT list_context(Context* context) {
    const Lock lock(table_mutex);
    fork_detection.arm();
    contexts.insert(context->entry());
    return context->entry().id;
}

ContextRef unlist_context(SCARDCONTEXT handle) {
    settle_after_fork();
    const Lock lock(table_mutex);
    TableEntry* const entry = contexts.find(handle);
    if (entry == nullptr)
        return {};
    contexts.remove(*entry);
    return ContextRef(entry->context);
}

ContextRef find_context(SCARDCONTEXT handle) {
    return find(contexts, handle);
}

void list_card(TableEntry& card) {
    const Lock lock(table_mutex);
    cards.insert(card);
}

void unlist_card(TableEntry& card) {
    const Lock lock(table_mutex);
    cards.remove(card);
}

ContextRef find_card_context(SCARDHANDLE handle) {
    return find(cards, handle);
}

}  // namespace scrm::client
