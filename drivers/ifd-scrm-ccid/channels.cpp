#include "drivers/ifd-scrm-ccid/channels.hpp"

#include "drivers/ifd-scrm-ccid/result_codes.hpp"

namespace scrm::ifd_handler {

using drivers::DriverError;
using drivers::Result;
using ifd_abi::Dword;
using ifd_abi::ResponseCode;

namespace {

Dword reader_of(Dword lun) {
    return lun >> 16U;
}

std::size_t slot_of(Dword lun) {
    return lun & 0xFFFFU;
}

}  // namespace

// A caller opens the slots of one reader one after the other, so that nobody else adds it meanwhile.
ResponseCode Channels::open(Dword lun, std::string_view device_name) {
    if (const auto joined = join(lun))
        return *joined;
    const auto opened = open_reader(device_name);
    if (!opened)
        return opened.error() == DriverError::NotSupported ? ifd_abi::no_such_device
                                                           : code_of(opened.error());
    if (slot_of(lun) >= opened->reader->slots()) {
        opened->reader->close();
        return ifd_abi::no_such_device;
    }
    const std::lock_guard lock(mutex_);
    readers_[reader_of(lun)] = {opened->loop, opened->reader, {slot_of(lun)}};
    return ifd_abi::success;
}

std::optional<ResponseCode> Channels::join(Dword lun) {
    const std::lock_guard lock(mutex_);
    const auto found = readers_.find(reader_of(lun));
    if (found == readers_.end())
        return std::nullopt;
    InUse& used = found->second;
    const bool is_there = slot_of(lun) < used.reader->slots() && used.slots.insert(slot_of(lun)).second;
    return is_there ? ifd_abi::success : ifd_abi::no_such_device;
}

ResponseCode Channels::close(Dword lun) {
    std::unique_lock lock(mutex_);
    const auto found = readers_.find(reader_of(lun));
    if (found == readers_.end() || found->second.slots.erase(slot_of(lun)) == 0)
        return ifd_abi::no_such_device;
    const InUse used = found->second;
    const bool was_last = found->second.slots.empty();
    if (was_last)
        readers_.erase(found);
    lock.unlock();
    if (was_last)
        used.reader->close();
    else
        used.reader->leave(slot_of(lun));
    return ifd_abi::success;
}

std::optional<Channel> Channels::find(Dword lun) {
    const std::lock_guard lock(mutex_);
    const auto found = readers_.find(reader_of(lun));
    if (found == readers_.end() || !found->second.slots.contains(slot_of(lun)))
        return std::nullopt;
    return Channel{found->second.loop, found->second.reader, slot_of(lun)};
}

Result<Channel> Channels::open_reader(std::string_view device_name) {
    const auto device = find_device_(device_name);
    if (!device)
        return DriverError::DeviceGone;
    auto driven_by = loop();
    // What is no reader is not even claimed: it may be a keyboard.
    if (driven_by->driver().match(*device) == drivers::Match::No)
        return DriverError::NotSupported;
    const auto reader = OpenReader::open(*driven_by, *device);
    if (!reader)
        return reader.error();
    return Channel{driven_by, *reader, 0};
}

std::shared_ptr<DriverLoop> Channels::loop() {
    const std::lock_guard lock(mutex_);
    auto loop = loop_.lock();
    if (loop == nullptr)
        loop_ = loop = make_loop_();
    return loop;
}

}  // namespace scrm::ifd_handler
