#include "drivers/virtual/card_file_system.hpp"

#include <algorithm>

namespace scrm::virtual_reader {
namespace {

constexpr std::size_t master = 0;

std::uint16_t id_at(Bytes path, std::size_t at) {
    return static_cast<std::uint16_t>(path[at] << 8U | path[at + 1]);
}

bool begins_with(Bytes whole, Bytes beginning) {
    return beginning.size() <= whole.size() && std::equal(beginning.begin(), beginning.end(), whole.begin());
}

}  // namespace

const CardFile* CardFileSystem::select_master_file() {
    return select(master);
}

const CardFile* CardFileSystem::select_parent() {
    return select(files_[folder_].parent);
}

const CardFile* CardFileSystem::select_id(std::uint16_t id) {
    if (id == master_file_id)
        return select(master);
    if (const auto inside = child(folder_, id))
        return select(inside);
    for (const Index folder : {folder_, files_[folder_].parent})
        if (files_[folder].id == id)
            return select(folder);
    return select(child(files_[folder_].parent, id));
}

const CardFile* CardFileSystem::select_child(std::uint16_t id, FileKind kind) {
    const auto found = child(folder_, id);
    return found && files_[*found].kind == kind ? select(found) : nullptr;
}

const CardFile* CardFileSystem::select_application(Bytes aid) {
    for (Index i = 0; i < files_.size(); ++i)
        if (!files_[i].aid.empty() && begins_with(files_[i].aid, aid))
            return select(i);
    return nullptr;
}

const CardFile* CardFileSystem::select_path_from_master(Bytes path) {
    const bool names_master = path.size() >= 2 && id_at(path, 0) == master_file_id;
    return select_path(master, names_master ? path.subspan(2) : path);
}

const CardFile* CardFileSystem::select_path_from_current(Bytes path) {
    return select_path(folder_, path);
}

CardFile* CardFileSystem::select_short_id(std::uint8_t short_id) {
    for (Index i = 0; i < files_.size(); ++i)
        if (i != master && files_[i].parent == folder_ && files_[i].short_id == short_id && short_id != 0)
            return select(i);
    return nullptr;
}

CardFile* CardFileSystem::current_file() {
    return file_ ? &files_[*file_] : nullptr;
}

void CardFileSystem::reset() {
    folder_ = master;
    file_.reset();
}

std::optional<CardFileSystem::Index> CardFileSystem::child(Index folder, std::uint16_t id) const {
    for (Index i = 0; i < files_.size(); ++i)
        if (i != master && files_[i].parent == folder && files_[i].id == id)
            return i;
    return std::nullopt;
}

CardFile* CardFileSystem::select(std::optional<Index> index) {
    if (!index)
        return nullptr;
    CardFile& found = files_[*index];
    const bool is_folder = found.kind == FileKind::Dedicated;
    folder_ = is_folder ? *index : found.parent;
    file_ = is_folder ? std::nullopt : index;
    return &found;
}

CardFile* CardFileSystem::select_path(Index from, Bytes path) {
    std::optional<Index> at = from;
    for (std::size_t i = 0; at && i + 1 < path.size(); i += 2)
        at = child(*at, id_at(path, i));
    return select(at);
}

}  // namespace scrm::virtual_reader
