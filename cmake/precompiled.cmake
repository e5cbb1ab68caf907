# Most of what a build reads is the standard library, Asio and Catch: a target named to scrm_precompiled() reads them
# compiled. That saves time and does nothing else: every file includes what it uses, which the clang build holds by
# doing without (CMAKE_DISABLE_PRECOMPILE_HEADERS).

# Compiled headers serve only those with the same flags: programs are compiled as libraries are.
add_compile_options(-fPIC)

set(STANDARD
    <algorithm> <array> <chrono> <cstddef> <cstdint> <cstring> <deque> <functional> <map> <memory> <optional> <span>
    <string> <string_view> <utility> <variant> <vector>)
set(ASIO
    <boost/asio/any_io_executor.hpp> <boost/asio/as_tuple.hpp> <boost/asio/awaitable.hpp>
    <boost/asio/bind_cancellation_slot.hpp> <boost/asio/co_spawn.hpp> <boost/asio/io_context.hpp>
    <boost/asio/local/stream_protocol.hpp> <boost/asio/posix/stream_descriptor.hpp> <boost/asio/post.hpp>
    <boost/asio/redirect_error.hpp> <boost/asio/steady_timer.hpp> <boost/asio/use_awaitable.hpp> <boost/asio/write.hpp>)
set(CATCH <catch2/catch.hpp>)

# A target that is nothing but its compiled headers.
function(scrm_precompiled_headers NAME)
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/empty.cpp CONTENT "// A library has a source.\n")
    add_library(${NAME} OBJECT ${PROJECT_BINARY_DIR}/empty.cpp)
    target_link_libraries(${NAME} PRIVATE scrm_options)
    target_precompile_headers(${NAME} PRIVATE ${ARGN})
endfunction()

scrm_precompiled_headers(scrm_precompiled_asio ${STANDARD} ${ASIO})
target_link_libraries(scrm_precompiled_asio PRIVATE scrm_asio)
if(BUILD_TESTING)
    scrm_precompiled_headers(scrm_precompiled_catch ${STANDARD} ${CATCH})
    scrm_precompiled_headers(scrm_precompiled_asio_catch ${STANDARD} ${ASIO} ${CATCH})
    target_link_libraries(scrm_precompiled_asio_catch PRIVATE scrm_asio)
endif()

# scrm_precompiled(HEADERS TARGET...): HEADERS is asio, catch or asio_catch.
function(scrm_precompiled HEADERS)
    foreach(TARGET ${ARGN})
        target_precompile_headers(${TARGET} REUSE_FROM scrm_precompiled_${HEADERS})
    endforeach()
endfunction()
