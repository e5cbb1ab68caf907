#include "tools/scrmctl/reader_choice.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace scrm::tools;

namespace {

const std::vector<ReaderCandidate> desk{
    {"Alpha Reader 00 00", false}, {"Beta ACR122 01 00", true}, {"Beta ACR122 02 00", false}};

std::string chosen(const std::vector<ReaderCandidate>& readers, const std::string& wish) {
    return std::get<std::string>(choose_reader(readers, wish));
}

Failure refused(const std::vector<ReaderCandidate>& readers, const std::string& wish) {
    return std::get<Failure>(choose_reader(readers, wish));
}

}  // namespace

TEST_CASE("the only reader needs no wish") {
    CHECK(chosen({{"Alpha", false}}, "") == "Alpha");
}

TEST_CASE("among several the only one with a card needs no wish") {
    CHECK(chosen(desk, "") == "Beta ACR122 01 00");
}

TEST_CASE("without a wish, several readers with cards or none are ambiguous") {
    const Failure none = refused({{"Alpha", false}, {"Beta", false}}, "");
    CHECK(none.problem == "there are several readers");
    CHECK(none.exit_code == ExitCode::Usage);
    CHECK(refused({{"Alpha", true}, {"Beta", true}}, "").exit_code == ExitCode::Usage);
}

TEST_CASE("a reader is chosen by its whole name, even if another's begins like it") {
    CHECK(chosen({{"Reader", false}, {"Reader two", false}}, "Reader") == "Reader");
}

TEST_CASE("a reader is chosen by its number in the list") {
    CHECK(chosen(desk, "0") == "Alpha Reader 00 00");
    CHECK(chosen(desk, "2") == "Beta ACR122 02 00");
}

TEST_CASE("a number that is not in the list is a part of a name") {
    CHECK(chosen({{"Alpha", false}, {"ACR122", false}}, "122") == "ACR122");
    CHECK(refused(desk, "3").problem == "no reader is called \"3\"");
    CHECK(refused(desk, "99999999999999999999999").problem ==
          "no reader is called \"99999999999999999999999\"");
}

TEST_CASE("a reader is chosen by a part of its name in either case") {
    CHECK(chosen(desk, "alpha") == "Alpha Reader 00 00");
    CHECK(chosen(desk, "ACR122 02") == "Beta ACR122 02 00");
}

TEST_CASE("a part that fits several readers is refused, and those are listed") {
    const Failure failure = refused(desk, "beta");
    CHECK(failure.problem == "\"beta\" fits several readers");
    CHECK(failure.remedy.find("1  Beta ACR122 01 00") != std::string::npos);
    CHECK(failure.remedy.find("2  Beta ACR122 02 00") != std::string::npos);
    CHECK(failure.remedy.find("Alpha") == std::string::npos);
    CHECK(failure.exit_code == ExitCode::Usage);
}

TEST_CASE("a reader that is not there is refused, and those that are there are listed") {
    const Failure failure = refused(desk, "Gamma");
    CHECK(failure.problem == "no reader is called \"Gamma\"");
    CHECK(failure.remedy.find("0  Alpha Reader 00 00") != std::string::npos);
    CHECK(failure.exit_code == ExitCode::Unavailable);
}

TEST_CASE("no reader at all is a failure of its own") {
    CHECK(refused({}, "").problem == "no reader is connected");
    CHECK(refused({}, "0").exit_code == ExitCode::Unavailable);
}

TEST_CASE("a name in a complaint cannot play with the terminal") {
    CHECK(refused({{"A\x1b[2J", false}, {"B", false}}, "").remedy.find('\x1b') == std::string::npos);
}
