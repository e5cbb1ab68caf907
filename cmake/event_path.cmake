# scrm_event_path(TARGET): its linker lays the functions side by side that the event_path.ld beside its CMakeLists.txt
# names. daemon/event_path.ld says why.
#
# For link-time optimisation by GCC, which gives each function a section of its own if the link is told so, too, and for
# linkers that take a script in addition to their own. CMake tries that with the first script.
include(CheckLinkerFlag)

function(scrm_event_path TARGET)
    if(NOT CMAKE_INTERPROCEDURAL_OPTIMIZATION OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        return()
    endif()
    set(SCRIPT ${CMAKE_CURRENT_SOURCE_DIR}/event_path.ld)
    check_linker_flag(CXX "LINKER:-T,${SCRIPT}" SCRM_LINKER_ADDS_SCRIPTS)
    if(SCRM_LINKER_ADDS_SCRIPTS)
        target_link_options(${TARGET} PRIVATE -ffunction-sections "LINKER:-T,${SCRIPT}")
        set_property(TARGET ${TARGET} APPEND PROPERTY LINK_DEPENDS ${SCRIPT})
        set_property(TARGET ${TARGET} PROPERTY SCRM_EVENT_PATH ${SCRIPT})
    endif()
endfunction()
