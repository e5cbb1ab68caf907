// A slot's reader commands (PC/SC part 10, escape) and attributes.
#include <array>

#include "drivers/api/control_codes.hpp"
#include "drivers/ccid/features/attributes.hpp"
#include "drivers/ccid/features/escape_policy.hpp"
#include "drivers/ccid/features/features.hpp"
#include "drivers/ccid/reader/ccid_slot.hpp"

namespace scrm::ccid {

using drivers::ControlKind;
using drivers::DriverError;
using drivers::Result;

namespace {

// MCT_READER_DIRECT carries these to the reader and nothing else: CLA 20, INS 70 to 74, P1, P2, Lc of 0.
bool is_mct_command(Bytes command) {
    return command.size() >= 5 && command[0] == 0x20 && command[1] >= 0x70 && command[1] <= 0x74 &&
           command[2] == 0 && command[3] == 0 && command[4] == 0;
}

}  // namespace

CcidSlot::Verb<std::size_t> CcidSlot::control(std::uint32_t code, Bytes input, MutableBytes output,
                                              Deadline deadline) {
    const auto under_way = talk_.begin(deadline);
    if (gone_)
        co_return DriverError::DeviceGone;
    co_return co_await run_control(code, input, output);
}

CcidSlot::Verb<std::size_t> CcidSlot::escape(std::uint32_t, Bytes input, MutableBytes output,
                                             Deadline deadline) {
    const auto under_way = talk_.begin(deadline);
    if (gone_)
        co_return DriverError::DeviceGone;
    co_return co_await send_escape(input, output);
}

CcidSlot::Verb<std::size_t> CcidSlot::run_control(std::uint32_t code, Bytes input, MutableBytes output) {
    switch (drivers::control_kind(code)) {
        case ControlKind::GetFeatures:
            co_return copy_out(feature_list(facts_), output);
        case ControlKind::PinProperties:
            if (!facts_.can.pin.verify && !facts_.can.pin.modify)
                co_return DriverError::NotSupported;
            co_return copy_out(pin_properties(facts_), output);
        case ControlKind::TlvProperties:
            co_return copy_out(tlv_properties(facts_), output);
        case ControlKind::VerifyPin:
            co_return co_await enter_pin(PinOperation::Verify, input, output);
        case ControlKind::ModifyPin:
            co_return co_await enter_pin(PinOperation::Modify, input, output);
        case ControlKind::MctReaderDirect:
            if (!facts_.quirks.mct_reader_direct || !is_mct_command(input))
                co_return DriverError::NotSupported;
            co_return co_await send_escape(input, output);
        case ControlKind::Escape:
            if (!is_allowed(escape_verdict(facts_.quirks.escape, input)))
                co_return DriverError::Refused;
            co_return co_await send_escape(input, output);
        case ControlKind::Unknown:
            break;
    }
    co_return DriverError::NotSupported;
}

CcidSlot::Verb<std::size_t> CcidSlot::send_escape(Bytes input, MutableBytes output) {
    if (input.size() > facts_.can.max_data())
        co_return DriverError::NotSupported;
    const auto answer = co_await talk_.ask(escape_command(input), facts_.timing.silent_exchange);
    if (!answer)
        co_return answer.error();
    if (answer->failed())
        co_return answer->error == ReaderError::NotSupported ? DriverError::NotSupported
                                                             : DriverError::CommunicationFailed;
    co_return copy_out(answer->data, output);
}

CcidSlot::Verb<std::size_t> CcidSlot::get_attribute(std::uint32_t id, MutableBytes value, Deadline) {
    if (gone_)
        co_return DriverError::DeviceGone;
    CardSupply supply = CardSupply::Empty;
    if (presence_.present())
        supply = power_ == Power::On ? CardSupply::Powered : CardSupply::Unpowered;
    const AttributeSource source{
        .facts = facts_, .supply = supply, .atr = card_.atr.bytes(), .line = card_.line.get()};
    co_return read_attribute(source, id, value);
}

}  // namespace scrm::ccid
