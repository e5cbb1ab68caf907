#include "drivers/virtual/file_commands.hpp"

#include <algorithm>

namespace scrm::virtual_reader {
namespace {

constexpr std::uint8_t fci_template = 0x6F;
constexpr std::uint8_t fcp_template = 0x62;

std::uint16_t file_id(Bytes two_bytes) {
    return static_cast<std::uint16_t>(two_bytes[0] << 8U | two_bytes[1]);
}

/// check_select() has seen to it that the data is as long as each way of selection needs.
const CardFile* find(CardFileSystem& files, const CommandApdu& command) {
    const Bytes data = command.data;
    switch (command.p1) {
        case 0x00:
            return data.empty() ? files.select_master_file() : files.select_id(file_id(data));
        case 0x01:
            return files.select_child(file_id(data), FileKind::Dedicated);
        case 0x02:
            return files.select_child(file_id(data), FileKind::Elementary);
        case 0x03:
            return files.select_parent();
        case 0x04:
            return files.select_application(data);
        case 0x08:
            return files.select_path_from_master(data);
        default:
            return files.select_path_from_current(data);
    }
}

/// Does the length of the data suit the way of selection that P1 names?
StatusWord check_select(const CommandApdu& command) {
    const std::size_t size = command.data.size();
    if (command.p2 != 0x00 && command.p2 != 0x04 && command.p2 != 0x0C)
        return StatusWord::WrongParameters;
    bool fits = false;
    switch (command.p1) {
        case 0x00:
            fits = size == 0 || size == 2;
            break;
        case 0x01:
        case 0x02:
            fits = size == 2;
            break;
        case 0x03:
            fits = size == 0;
            break;
        case 0x04:
            fits = size >= 1 && size <= 16;
            break;
        case 0x08:
        case 0x09:
            fits = size >= 2 && size % 2 == 0;
            break;
        default:
            return StatusWord::WrongParameters;
    }
    return fits ? StatusWord::Success : StatusWord::WrongLength;
}

/// The inside of an FCI or FCP template: descriptor, id, AID, size and short id, at most 37 bytes.
std::vector<std::uint8_t> describe(const CardFile& file) {
    const bool is_folder = file.kind == FileKind::Dedicated;
    std::vector<std::uint8_t> objects{0x82, 1, static_cast<std::uint8_t>(is_folder ? 0x38 : 0x01)};
    objects.insert(objects.end(), {0x83, 2, static_cast<std::uint8_t>(file.id >> 8U),
                                   static_cast<std::uint8_t>(file.id & 0xFFU)});
    if (!file.aid.empty()) {
        objects.insert(objects.end(), {0x84, static_cast<std::uint8_t>(file.aid.size())});
        objects.insert(objects.end(), file.aid.begin(), file.aid.end());
    }
    if (is_folder)
        return objects;
    const std::size_t size = file.content().size();
    objects.insert(objects.end(),
                   {0x80, 3, static_cast<std::uint8_t>(size >> 16U),
                    static_cast<std::uint8_t>(size >> 8U & 0xFFU), static_cast<std::uint8_t>(size & 0xFFU)});
    if (file.short_id != 0)
        objects.insert(objects.end(), {0x88, 1, static_cast<std::uint8_t>(file.short_id << 3U)});
    return objects;
}

/// Where READ and UPDATE BINARY begin; if that is nowhere `file` is null, and `error` says why.
struct Place {
    CardFile* file = nullptr;
    std::size_t offset = 0;
    StatusWord error = StatusWord::Success;
};

Place locate(CardFileSystem& files, const CommandApdu& command) {
    const bool by_short_id = (command.p1 & 0x80U) != 0;
    if (by_short_id && (command.p1 & 0x60U) != 0)
        return {.error = StatusWord::WrongParameters};
    const auto short_id = static_cast<std::uint8_t>(by_short_id ? command.p1 & 0x1FU : 0U);
    const auto offset = static_cast<std::size_t>(by_short_id ? command.p2 : command.p1 << 8U | command.p2);
    if (short_id != 0)
        return {files.select_short_id(short_id), offset, StatusWord::FileNotFound};
    return {files.current_file(), offset, StatusWord::NoCurrentFile};
}

bool allowed(Access access, PinState pin) {
    return access == Access::Always || (access == Access::AfterPin && pin == PinState::Verified);
}

}  // namespace

StatusWord select(CardFileSystem& files, const CommandApdu& command, ResponseWriter& answer) {
    if (const StatusWord bad = check_select(command); bad != StatusWord::Success)
        return bad;
    const CardFile* file = find(files, command);
    if (file == nullptr)
        return StatusWord::FileNotFound;
    if (command.p2 == 0x0C)
        return StatusWord::Success;
    const auto objects = describe(*file);
    answer.put(command.p2 == 0x00 ? fci_template : fcp_template);
    answer.put(static_cast<std::uint8_t>(objects.size()));
    answer.put(Bytes(objects));
    return StatusWord::Success;
}

StatusWord read_binary(CardFileSystem& files, PinState pin, const CommandApdu& command,
                       ResponseWriter& answer) {
    if (!command.data.empty() || command.expected == 0)
        return StatusWord::WrongLength;
    const Place place = locate(files, command);
    if (place.file == nullptr)
        return place.error;
    if (!allowed(place.file->read, pin))
        return StatusWord::SecurityNotSatisfied;
    const Bytes content = place.file->content();
    if (place.offset >= content.size())
        return StatusWord::WrongOffset;
    const std::size_t size = std::min(command.expected, content.size() - place.offset);
    answer.put(content.subspan(place.offset, size));
    return size < command.expected && !command.expects_all ? StatusWord::EndOfFile : StatusWord::Success;
}

StatusWord update_binary(CardFileSystem& files, PinState pin, const CommandApdu& command) {
    if (command.data.empty())
        return StatusWord::WrongLength;
    const Place place = locate(files, command);
    if (place.file == nullptr)
        return place.error;
    if (!allowed(place.file->update, pin))
        return StatusWord::SecurityNotSatisfied;
    auto& content = place.file->memory;
    if (place.offset >= content.size())
        return StatusWord::WrongOffset;
    if (command.data.size() > content.size() - place.offset)
        return StatusWord::NotEnoughSpace;
    std::copy(command.data.begin(), command.data.end(),
              content.begin() + static_cast<std::ptrdiff_t>(place.offset));
    return StatusWord::Success;
}

}  // namespace scrm::virtual_reader
