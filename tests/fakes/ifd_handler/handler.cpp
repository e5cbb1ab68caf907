// The scripted handler's functions, under the names of the interface. Cards come and go in the script, and a
// card answers each command with that command and 9000.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>

#include "drivers/ifd_abi/functions.hpp"
#include "tests/fakes/ifd_handler/deeds.hpp"
#include "tests/fakes/ifd_handler/stage.hpp"
#include "tests/fakes/ifd_handler/waiting.hpp"

#define EXPORT extern "C" __attribute__((visibility("default")))

using namespace scrm::fakes::ifd;
using scrm::ifd_abi::Dword;
using scrm::ifd_abi::IoHeader;
using scrm::ifd_abi::ResponseCode;
namespace abi = scrm::ifd_abi;

namespace {

using ScriptPointer = std::shared_ptr<const Script>;

unsigned slot_of(Dword lun) {
    return static_cast<unsigned>(lun & 0xFFFF);
}

std::string hex(Dword value) {
    char text[20];
    (void)std::snprintf(text, sizeof text, "%04lx", static_cast<unsigned long>(value));
    return text;
}

std::string on(const char* function, Dword lun) {
    return std::string(function) + " " + hex(lun);
}

ResponseCode open_channel(Dword lun, const std::string& how) {
    const ScriptPointer script = current_script();
    note(*script, on("open", lun) + " " + how);
    return misbehave(*script, Function::Open, slot_of(lun)).value_or(abi::success);
}

ResponseCode give(const std::uint8_t* bytes, std::size_t size, Dword* length, std::uint8_t* value) {
    if (value != nullptr && *length < size)
        return abi::error_insufficient_buffer;
    if (value != nullptr)
        std::memcpy(value, bytes, size);
    *length = static_cast<Dword>(size);
    return abi::success;
}

ResponseCode give(const std::vector<std::uint8_t>& bytes, Dword* length, std::uint8_t* value) {
    return give(bytes.data(), bytes.size(), length, value);
}

template <class FunctionPointer>
ResponseCode give_function(FunctionPointer function, Dword* length, std::uint8_t* value) {
    return give(reinterpret_cast<const std::uint8_t*>(&function), sizeof function, length, value);
}

ResponseCode capability(const Script& script, Dword tag, Dword* length, std::uint8_t* value) {
    for (const Tag& given : script.tags)
        if (given.tag == tag)
            return give(given.value, length, value);
    const bool waits = script.waits != Waits::No;
    if (tag == abi::tag::slots_number)
        return give({static_cast<std::uint8_t>(script.slots)}, length, value);
    if (tag == abi::tag::polling_thread_with_timeout && waits)
        return give_function(&wait_for_card, length, value);
    if (tag == abi::tag::stop_polling_thread && script.waits == Waits::Stoppable)
        return give_function(&stop_waiting, length, value);
    if (tag == abi::tag::polling_thread_killable && script.waits == Waits::Killable)
        return give({1}, length, value);
    if (tag == abi::tag::atr || tag == 0x90303)
        return give(script.atr, length, value);
    return abi::error_tag;
}

}  // namespace

EXPORT ResponseCode IFDHCreateChannelByName(Dword lun, char* device_name) {
    set_script_place(device_name);
    return open_channel(lun, device_name);
}

EXPORT ResponseCode IFDHCreateChannel(Dword lun, Dword channel) {
    set_script_place(nullptr);
    return open_channel(lun, "channel " + hex(channel));
}

EXPORT ResponseCode IFDHCloseChannel(Dword lun) {
    const ScriptPointer script = current_script();
    note(*script, on("close", lun));
    return misbehave(*script, Function::Close, slot_of(lun)).value_or(abi::success);
}

EXPORT ResponseCode IFDHGetCapabilities(Dword lun, Dword tag, Dword* length, std::uint8_t* value) {
    const ScriptPointer script = current_script();
    note(*script, on("get", lun) + " " + hex(tag));
    if (const auto code = misbehave(*script, Function::Get, slot_of(lun), {value, length}))
        return *code;
    return capability(*script, tag, length, value);
}

EXPORT ResponseCode IFDHSetCapabilities(Dword lun, Dword tag, Dword length, std::uint8_t* value) {
    const ScriptPointer script = current_script();
    const std::string first = length == 0 ? "" : " " + hex(value[0]);
    note(*script, on("set", lun) + " " + hex(tag) + first);
    if (const auto code = misbehave(*script, Function::Set, slot_of(lun)))
        return *code;
    for (const Tag& given : script->tags)
        if (given.tag == tag)
            return abi::success;
    return abi::error_tag;
}

EXPORT ResponseCode IFDHSetProtocolParameters(Dword lun, Dword protocol, std::uint8_t flags, std::uint8_t,
                                              std::uint8_t, std::uint8_t) {
    const ScriptPointer script = current_script();
    note(*script, on("protocol", lun) + " " + hex(protocol) + " flags " + hex(flags));
    return misbehave(*script, Function::Protocol, slot_of(lun)).value_or(abi::success);
}

EXPORT ResponseCode IFDHPowerICC(Dword lun, Dword action, std::uint8_t* atr, Dword* atr_length) {
    const ScriptPointer script = current_script();
    note(*script, on("power", lun) + " " + std::to_string(action));
    if (const auto code = misbehave(*script, Function::Power, slot_of(lun), {atr, atr_length}))
        return *code;
    if (action == abi::power_down)
        return give(nullptr, 0, atr_length, nullptr);
    return give(script->atr, atr_length, atr);
}

EXPORT ResponseCode IFDHTransmitToICC(Dword lun, IoHeader send_pci, std::uint8_t* command, Dword size,
                                      std::uint8_t* response, Dword* response_size, IoHeader*) {
    const ScriptPointer script = current_script();
    note(*script, on("transmit", lun) + " protocol " + hex(send_pci.protocol) + " length " +
                      (send_pci.length == sizeof send_pci ? "right" : "wrong") + " size " + hex(size) +
                      " room " + hex(*response_size));
    if (const auto code = misbehave(*script, Function::Transmit, slot_of(lun), {response, response_size}))
        return *code;
    if (!script->card.at(slot_of(lun) % max_slots))
        return *response_size = 0, abi::icc_not_present;
    if (*response_size < size + 2)
        return abi::error_insufficient_buffer;
    std::memmove(response, command, size);
    response[size] = 0x90;
    response[size + 1] = 0;
    *response_size = size + 2;
    return abi::success;
}

EXPORT ResponseCode IFDHControl(Dword lun, Dword code, std::uint8_t* input, Dword size, std::uint8_t* output,
                                Dword room, Dword* returned) {
    const ScriptPointer script = current_script();
    note(*script, on("control", lun) + " " + hex(code) + " size " + hex(size) + " room " + hex(room));
    *returned = room;
    if (const auto answer = misbehave(*script, Function::Control, slot_of(lun), {output, returned}))
        return *answer;
    *returned = 0;
    if (room < size)
        return abi::error_insufficient_buffer;
    if (size != 0)
        std::memmove(output, input, size);
    *returned = size;
    return abi::success;
}

EXPORT ResponseCode IFDHICCPresence(Dword lun) {
    const ScriptPointer script = current_script();
    note(*script, on("presence", lun));
    const bool present = script->card.at(slot_of(lun) % max_slots);
    tell_presence(lun, present);
    return misbehave(*script, Function::Presence, slot_of(lun))
        .value_or(present ? abi::icc_present : abi::icc_not_present);
}

__attribute__((constructor)) static void loaded() {
    set_script_place(nullptr);
    const ScriptPointer script = current_script();
    (void)misbehave(*script, Function::Load, 0);
}
