package io.tapio.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Asks for servers in a JUnit Jupiter test.
 *
 * <ul>
 *   <li>On a class: each test gets fresh servers, by a parameter of type {@link TapioEnsemble} or
 *       {@link TapioServer} of the test or of its {@code @BeforeEach}.
 *   <li>On a parameter: so for that test alone.
 *   <li>On a field of either type: set before each test; a static one once, for all tests of the
 *       class.
 * </ul>
 *
 * <p>They are closed when the test, or the class, is over.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TapioExtension.class)
public @interface Tapio {

    /** How many members vote. */
    int members() default 1;

    /** How many more only observe. */
    int observers() default 0;

    /** Lines of {@code zoo.cfg}, such as {@code "tickTime=100"}. */
    String[] settings() default {};
}
