#include <ruby.h>
#include <yaml.h>

static VALUE count(VALUE self, VALUE text) {
    int major, minor, patch;
    yaml_get_version(&major, &minor, &patch);
    return LONG2NUM(RSTRING_LEN(StringValue(text)) + (major > 9));
}

void Init_counter(void) { rb_define_singleton_method(rb_define_module("Counter"), "count", count, 1); }
