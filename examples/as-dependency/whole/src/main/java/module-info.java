module app {
  requires dev.tusk.engine;
  requires dev.tusk.sandbox;
  requires dev.tusk.symbolic;
}
