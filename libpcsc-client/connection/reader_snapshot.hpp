// The readers at one moment: the records as the daemon sent them. A context keeps one, so that asking again
// allocates nothing.
#pragma once

#include <optional>

#include "ipc/reader_state.hpp"
#include "libpcsc-client/process/memory.hpp"

namespace scrm::client {

class ReaderSnapshot {
  public:
    /// Room for that many records, to be filled with what comes from the daemon; false when there is no
    /// memory.
    [[nodiscard]] bool reset(std::size_t records) { return block_.reset(records * ipc::reader_state_size); }
    [[nodiscard]] ipc::MutableBytes bytes() { return block_.bytes(); }
    /// Where records may be put before it is known how many they are; then reset_keeping() with the bytes put
    /// there.
    [[nodiscard]] ipc::MutableBytes room() { return block_.room(); }
    [[nodiscard]] bool reset_keeping(std::size_t records, std::size_t kept) {
        return block_.reset_keeping(records * ipc::reader_state_size, kept);
    }

    /// Records, unused ones included.
    [[nodiscard]] std::size_t size() const { return block_.bytes().size() / ipc::reader_state_size; }
    [[nodiscard]] ipc::ReaderState operator[](std::size_t index) const;
    /// Where the reader of that name is; an unused record has none.
    [[nodiscard]] std::optional<std::size_t> place_of(std::string_view name) const;
    [[nodiscard]] std::optional<ipc::ReaderState> find(std::string_view name) const;

    /// Names as SCardListReaders gives them: each with its NUL, and one more NUL at the end. Nothing when
    /// there is no memory; one NUL alone when there is no reader.
    [[nodiscard]] bool copy_names(Block& names) const;
    /// The same number as long as the same readers are listed in the same order.
    [[nodiscard]] std::uint32_t names_fingerprint() const;

  private:
    [[nodiscard]] std::string_view name_at(std::size_t index) const;

    [[nodiscard]] bool is_at(std::size_t index, std::string_view name) const;

    Block block_;
    mutable std::size_t next_ = 0;  // where to look first
};

}  // namespace scrm::client
