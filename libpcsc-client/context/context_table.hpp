// All contexts of this process, found by the handles that the program holds.
//
// Its lock is held to look something up or to list it, never while the daemon is spoken to. Whoever found a
// context holds a reference to it: another thread may release it meanwhile, but not free it.
#pragma once

#include <utility>

#include "libpcsc-client/context/context.hpp"

namespace scrm::client {

/// Holds one reference; may be empty.
class ContextRef {
  public:
    ContextRef() = default;
    /// Takes over a reference that the caller holds.
    explicit ContextRef(Context* context) : context_(context) {}
    ContextRef(ContextRef&& other) noexcept : context_(std::exchange(other.context_, nullptr)) {}
    ContextRef& operator=(ContextRef&&) = delete;
    ~ContextRef() {
        if (context_ != nullptr)
            context_->drop_reference();
    }

    explicit operator bool() const { return context_ != nullptr; }
    Context& operator*() const { return *context_; }
    Context* operator->() const { return context_; }
    /// Gives the reference to the caller.
    Context* detach() { return std::exchange(context_, nullptr); }

  private:
    Context* context_ = nullptr;
};

/// To be called before a context is made: in the child of a fork, lets go of what its parent goes on using.
void settle_after_fork();

/// Lists a context, whose reference the table takes over; the program's handle for it.
SCARDCONTEXT list_context(Context* context);
/// Takes it off the list, for the caller alone; empty if there is none of that handle.
ContextRef unlist_context(SCARDCONTEXT handle);
/// Empty if there is none.
ContextRef find_context(SCARDCONTEXT handle);

/// Cards are listed and taken off by their contexts. Sets entry.id to the program's handle.
void list_card(TableEntry& card);
void unlist_card(TableEntry& card);
/// The context of that card; empty if there is none.
ContextRef find_card_context(SCARDHANDLE handle);

}  // namespace scrm::client
