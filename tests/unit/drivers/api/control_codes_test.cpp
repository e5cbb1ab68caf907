#include "drivers/api/control_codes.hpp"

#include <catch2/catch.hpp>

using namespace scrm::drivers;

TEST_CASE("control codes as PC/SC and as Windows write them") {
    CHECK(control_kind(0x42000D48) == ControlKind::GetFeatures);
    CHECK(control_kind(0x00313520) == ControlKind::GetFeatures);
    CHECK(control_kind(0x42330006) == ControlKind::VerifyPin);
    CHECK(control_kind(0x42330007) == ControlKind::ModifyPin);
    CHECK(control_kind(0x42330008) == ControlKind::MctReaderDirect);
    CHECK(control_kind(0x4233000A) == ControlKind::PinProperties);
    CHECK(control_kind(0x42330012) == ControlKind::TlvProperties);
    for (const std::uint32_t escape : {0x42000001U, 0x42000DACU, 0x003136B0U, 0x42330013U})
        CHECK(control_kind(escape) == ControlKind::Escape);
    for (const std::uint32_t unknown : {0U, 0x42000002U, 0x42330001U, 0xFFFFFFFFU, 0x00313521U})
        CHECK(control_kind(unknown) == ControlKind::Unknown);
}
