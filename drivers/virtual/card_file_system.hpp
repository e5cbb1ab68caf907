// The files of an emulated card, and which of them is selected (ISO 7816-4, chapter 7).
#pragma once

#include <optional>
#include <vector>

#include "drivers/virtual/bytes.hpp"

namespace scrm::virtual_reader {

enum class Access : std::uint8_t { Always, AfterPin, Never };

enum class FileKind : std::uint8_t {
    Dedicated,  // a folder; an application if it has an AID
    Elementary  // bytes
};

struct CardFile {
    FileKind kind = FileKind::Elementary;
    std::uint16_t id = 0;
    std::size_t parent = 0;  // its folder's place in the table; the master file is its own
    std::vector<std::uint8_t> aid;
    std::uint8_t short_id = 0;  // 1 to 30, 0 for none
    Access read = Access::Always;
    Access update = Access::Never;
    Bytes printed;                     // what no command changes, the same bytes on all cards
    std::vector<std::uint8_t> memory;  // the card's own instead

    [[nodiscard]] Bytes content() const { return memory.empty() ? printed : Bytes(memory); }
};

class CardFileSystem {
  public:
    static constexpr std::uint16_t master_file_id = 0x3F00;

    /// `files` begins with the master file; a folder comes before what is in it.
    explicit CardFileSystem(std::vector<CardFile> files) : files_(std::move(files)) {}

    /// Each selects what it finds and returns it; null, and nothing has changed, if there is no such file.
    const CardFile* select_master_file();
    const CardFile* select_parent();
    /// In the current folder, then its parent, then beside it (7.1.1); the master file's id always fits.
    const CardFile* select_id(std::uint16_t id);
    const CardFile* select_child(std::uint16_t id, FileKind kind);
    /// The first application whose AID begins with `aid`.
    const CardFile* select_application(Bytes aid);
    /// File ids of two bytes each, from the master file (which may be named first) or the current folder.
    const CardFile* select_path_from_master(Bytes path);
    const CardFile* select_path_from_current(Bytes path);
    CardFile* select_short_id(std::uint8_t short_id);

    /// The elementary file in hand; null if none is.
    CardFile* current_file();
    /// What holds after a reset: the master file is selected.
    void reset();

  private:
    using Index = std::size_t;

    [[nodiscard]] std::optional<Index> child(Index folder, std::uint16_t id) const;
    CardFile* select(std::optional<Index> index);
    CardFile* select_path(Index from, Bytes path);

    std::vector<CardFile> files_;
    Index folder_ = 0;
    std::optional<Index> file_;
};

}  // namespace scrm::virtual_reader
